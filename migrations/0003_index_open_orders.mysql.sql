-- The page of a customer asks for the open orders, oldest first. Refused where it could not be built while the table is in use.
create index orders_customer on orders (customer, placed_at) algorithm=inplace lock=none;
