create table reading (
  id varchar(36) not null primary key,
  sensor varchar(100) not null,
  level double precision not null
);

create index reading_sensor on reading (sensor);
