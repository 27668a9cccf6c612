-- What a shop was asked for, one row an order. The number is the key that people use. Times are UTC.
create table orders (
    id bigint not null auto_increment primary key,
    number bigint not null unique,
    customer varchar(100) not null,
    amount numeric(12, 2) not null default 0,
    open boolean not null default true,
    paid boolean not null default false,
    placed_at datetime(6) not null default current_timestamp(6)
);
