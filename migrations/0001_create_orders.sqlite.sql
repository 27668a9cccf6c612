-- What a shop was asked for, one row an order. The number is the key that people use. Times are UTC.
create table orders (
    id integer primary key,
    number integer not null unique,
    customer text not null,
    amount numeric not null default 0,
    open integer not null default true,
    paid integer not null default false,
    placed_at text not null default current_timestamp
);
