-- How much each customer still owes. Written so that it can be run again whenever it changes.
drop view if exists open_orders;

create view open_orders as
select customer, count(*) as orders, sum(amount) as amount
from orders
where open
group by customer;
