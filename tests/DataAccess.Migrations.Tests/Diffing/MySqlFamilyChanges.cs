namespace DataAccess.Migrations.Tests.Diffing;

/// <summary>Changes that MySQL and MariaDB have in common.</summary>
internal static class MySqlFamilyChanges
{
    public static IReadOnlyList<string> All { get; } =
    [
        "create table t (a int, b varchar(10), c int); create table u (a int);",
        "create table t (c int, a int comment 'it''s', b varchar(10)) comment = 'c'; create table u (a int);",
        "create table t (b varchar(20) character set latin1, a bigint unsigned not null auto_increment, c int, primary key (a)) default charset = latin1; create table u (a int);",
        "create table t (a bigint unsigned not null auto_increment, b varchar(20), primary key (a)); create table u (a bigint unsigned, constraint u_t foreign key (a) references t (a) on delete cascade);",
        "create table t (a int unsigned not null, b varchar(20), primary key (a), unique key b (b)); create table u (a int unsigned, key more (a), constraint u_t foreign key (a) references t (a));",
        "create table t (a int unsigned not null, b varchar(20), primary key (a, b), unique key a (a), fulltext key b (b)); create table u (a int unsigned, key more (a desc), constraint u_t foreign key (a) references t (a) on update cascade);",
        "create table t (a int not null, b int, g int generated always as (b + 1) stored, key g (g), constraint ok check (b > 1)); create table u (a int);",
        "create table t (a int not null, b int, g int generated always as (b + 2) stored, key g (g desc), constraint ok check (b > 2)); create table u (a int);",
        "create table t (a int not null, b int, g int generated always as (b + 2) virtual); create table u (a int);",
        "create table t (a int not null, b int) partition by hash (a) partitions 2; create table u (a int);",
        "create table t (a int not null, b int) row_format = compressed partition by range (a) (partition x values less than (10)); create table u (a int);",
        "create table t (a int, b int); create trigger g before insert on t for each row set new.b = 1; create procedure p() select 1; create function f() returns int deterministic return 1; create view v as select f() as f, a from t;",
        "create table t (a int, b int); create trigger g before insert on t for each row begin set new.b = 2; end; create procedure p() begin select 2; end; create function f() returns int deterministic return 2; create view v as select f() as f, b from t; create event e on schedule every 1 day starts '2030-01-01 00:00:00' do delete from t;",
        "create table t (a int, b int default 5, c timestamp(3) default current_timestamp(3)); set sql_mode = 'ANSI_QUOTES'; create procedure p() select 2; set sql_mode = default; create event e on schedule every 2 day starts '2030-01-01 00:00:00' disable do delete from t;",
        "create table t (a enum('x', 'y'), b set('p', 'q'), c datetime(3));",
        "create table t (a enum('x', 'z', 'y') not null default 'z', b set('p'), c datetime);",
    ];
}
