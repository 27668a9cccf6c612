drop index orders_customer on orders;
