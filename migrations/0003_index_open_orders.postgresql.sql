-- dataaccess: no-transaction
-- The page of a customer asks for the open orders, oldest first. Built while the table is in use.
create index concurrently orders_customer on orders (customer, placed_at) where open;
