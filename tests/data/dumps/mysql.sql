create table customers (id bigint unsigned auto_increment primary key, name varchar(200) character set utf8mb4 not null default 'a;b''c\\', note text, data json, flags set('a','b') default 'a', kind enum('x;','y''') , price decimal(12,4), made timestamp(6) null default current_timestamp(6), raw varbinary(100), big bit(8), total int generated always as (price * 2) virtual, key name_key (name(20)), unique key u (kind, made)) comment 'it''s; a "table"';
create table orders (id int auto_increment primary key, customer bigint unsigned not null, at datetime(3), constraint fk foreign key (customer) references customers (id) on delete cascade, constraint chk check (at > '2000-01-01')) auto_increment = 1000;
create table empty_one (a int);
create table `odd ``name` (`select` int, `a;b` text);
insert into customers (name, note, data, kind, price, raw, big) values ('O''Brien; -- no', 'line1\nline2\r\nwith \\ back\\slash and "quotes" \0 nul', '{"a": "x;y"}', 'x;', 1.5, x'00ff275c3b0a', b'1'), ('emoji 😀', '/* not a comment */ # -- ; delimiter //', null, 'y''', -3, null, null), ('', null, '[]', null, null, '', b'11111111');
insert into orders (customer, at) values (1, '2024-01-01 00:00:00.123'), (2, null);
insert into `odd ``name` values (1, 'go\nGO\n\\.\n');
create view v as select id, name from customers where name <> ';';
create view v2 as select * from v;
delimiter $$
create trigger t1 before insert on orders for each row begin if new.at is null then set new.at = '2020-01-01'; end if; end$$
create trigger t2 before update on orders for each row set new.at = ifnull(new.at, 'x;')$$
create procedure p(in a int, out b varchar(10)) comment 'a;b' begin declare exit handler for sqlexception begin set b = 'x;'; end; case a when 1 then set b = 'one'; else set b = 'other'; end case; l: while a > 0 do set a = a - 1; end while l; end$$
create function f(a int) returns varchar(20) charset utf8mb4 deterministic return concat('x;', a)$$
create event e on schedule every 1 day starts '2030-01-01 00:00:00' do begin delete from empty_one; end$$
delimiter ;
