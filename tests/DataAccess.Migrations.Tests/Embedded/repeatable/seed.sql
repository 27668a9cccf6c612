insert into embedded values (1), (2);
