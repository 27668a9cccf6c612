-- Every order goes with it.
drop table orders;
