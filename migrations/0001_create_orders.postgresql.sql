-- What a shop was asked for, one row an order. The number is the key that people use.
create table orders (
    id bigint generated always as identity primary key,
    number bigint not null unique,
    customer varchar(100) not null,
    amount numeric(12, 2) not null default 0,
    open boolean not null default true,
    paid boolean not null default false,
    placed_at timestamptz not null default now()
);
