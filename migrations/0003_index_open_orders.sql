-- The page of a customer asks for the open orders, oldest first.
create index orders_customer on orders (customer, placed_at);
