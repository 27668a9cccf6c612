insert into site (name, quota) values ('north', 1000), ('south', 1000);
insert into device (serial, name, site, enabled, version) values ('n-1', 'roof', 'north', true, 1), ('s-1', 'cellar', 'south', true, 1);
