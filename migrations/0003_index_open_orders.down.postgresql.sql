-- dataaccess: no-transaction
drop index concurrently orders_customer;
