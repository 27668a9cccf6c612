-- Every reading goes with it.
drop table readings;
