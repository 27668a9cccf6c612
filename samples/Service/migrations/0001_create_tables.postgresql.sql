create table site (
  name varchar(40) not null primary key,
  quota bigint not null check (quota >= 0)
);

create table device (
  serial varchar(40) not null primary key,
  name varchar(100) not null,
  site varchar(40) not null references site (name),
  enabled boolean not null,
  version bigint not null
);

create table reading (
  id varchar(36) not null primary key,
  device varchar(40) not null references device (serial),
  level double precision not null,
  taken_at timestamp with time zone not null
);

create index device_site on device (site);
create index reading_device_taken_at on reading (device, taken_at, id);
