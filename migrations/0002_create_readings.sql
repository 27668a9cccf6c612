-- What sensors measured. The identifier is made by the sensor, so that a reading that comes twice is known.
create table readings (
    id char(36) not null primary key,
    sensor varchar(100) not null,
    level double precision not null
);

create index readings_sensor on readings (sensor);
