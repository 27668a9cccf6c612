create table embedded (n int);
