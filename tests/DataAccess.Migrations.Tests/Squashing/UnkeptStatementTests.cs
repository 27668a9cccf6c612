using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Tests.Squashing;

public sealed class UnkeptStatementTests
{
    [Theory]
    [InlineData("revoke execute on function f() from public")]
    [InlineData("GRANT select on t to r")]
    [InlineData("alter table t owner to r")]
    [InlineData("alter materialized view v owner to r")]
    [InlineData("alter default privileges grant select on tables to r")]
    [InlineData("security label on table t is 'x'")]
    [InlineData("create role r")]
    [InlineData("create database d")]
    [InlineData("create schema s authorization r")]
    [InlineData("create table t (n int) tablespace fast")]
    [InlineData("create extension hstore version '1.4'")]
    [InlineData("alter database d set work_mem = '1MB'")]
    [InlineData("alter role r set search_path = s")]
    [InlineData("alter system set work_mem = '1MB'")]
    [InlineData("comment on database d is 'x'")]
    [InlineData("comment on role r is 'x'")]
    [InlineData("comment on large object 5 is 'x'")]
    [InlineData("select setval('s', 5)")]
    [InlineData("select lo_create(0)")]
    [InlineData("select my_setup()")]
    [InlineData("with x as (select setval('s', 5)) select 1")]
    [InlineData("alter sequence s restart with 5")]
    [InlineData("reassign owned by a to b")]
    [InlineData("drop owned by a")]
    [InlineData("set role r")]
    [InlineData("set session authorization r")]
    [InlineData("do $$ begin execute 'grant select on t to r'; end $$")]
    [InlineData("call p()")]
    [InlineData("create user mapping for r server s")]
    [InlineData("import foreign schema s from server x into y")]
    public void What_postgresql_does_beside_the_schema_is_named(string statement) => Assert.Equal([$"f.sql:1: {statement}"], Unkept("postgresql", statement));

    [Theory]
    [InlineData("create unlogged table t (owner int, role text, grants text)")]
    [InlineData("create unique index concurrently if not exists i on t (n)")]
    [InlineData("create or replace function f() returns void language sql security definer as 'grant select on t to r'")]
    [InlineData("create constraint trigger g after insert on t for each row execute function f()")]
    [InlineData("alter table t add column n int default 1, enable row level security")]
    [InlineData("alter type e add value 'x'")]
    [InlineData("comment on column t.n is 'x'")]
    [InlineData("comment on materialized view v is 'x'")]
    [InlineData("comment on constraint c on t is 'x'")]
    [InlineData("insert into t (a, b) select a, b from u")]
    [InlineData("select pg_catalog.set_config('search_path', '', false)")]
    [InlineData("select count(*) from t where n in (1, 2)")]
    [InlineData("set lock_timeout = '1s'")]
    [InlineData("set default_tablespace = ''")]
    [InlineData("do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$")]
    [InlineData("create operator === (leftarg = int, rightarg = int, function = f)")]
    [InlineData("drop foreign table t")]
    public void What_is_in_the_schema_of_postgresql_or_refused_there_is_not(string statement) => Assert.Empty(Unkept("postgresql", statement));

    [Theory]
    [InlineData("grant select on t to r")]
    [InlineData("revoke all on t from r")]
    [InlineData("create role r")]
    [InlineData("create database d")]
    [InlineData("alter database d character set utf8mb4")]
    [InlineData("set global max_connections = 10")]
    [InlineData("set @@global.max_connections = 10")]
    [InlineData("set session sort_buffer_size = 1, persist max_connections = 10")]
    [InlineData("set default role r to u")]
    [InlineData("create definer = `a`@`%` procedure p() begin end")]
    [InlineData("create function f returns string soname 'x.so'")]
    [InlineData("alter table t auto_increment = 100")]
    [InlineData("insert into mysql.user values (1)")]
    [InlineData("update `mysql`.`db` set a = 1")]
    [InlineData("execute s")]
    [InlineData("call p()")]
    [InlineData("use other")]
    [InlineData("rename user a to b")]
    public void What_mysql_does_beside_the_schema_is_named(string statement) => Assert.Equal([$"f.sql:1: {statement}"], Unkept("mysql", statement));

    [Theory]
    [InlineData("create table t (id int auto_increment primary key, role int)")]
    [InlineData("/*!50003 create definer = current_user procedure p() sql security invoker begin end */")]
    [InlineData("create algorithm = merge sql security invoker view v as select 1")]
    [InlineData("create trigger g before insert on t for each row set new.a = 1")]
    [InlineData("create fulltext index i on t (a)")]
    [InlineData("rename table a to b")]
    [InlineData("set names latin1")]
    [InlineData("set @x = 1, sql_mode = ''")]
    [InlineData("insert into t values (1)")]
    [InlineData("flush privileges")]
    public void What_is_in_the_schema_of_mysql_is_not(string statement) => Assert.Empty(Unkept("mysql", statement));

    [Theory]
    [InlineData("pragma user_version = 3", true)]
    [InlineData("pragma main.application_id(3)", true)]
    [InlineData("pragma journal_mode = wal", true)]
    [InlineData("attach 'x.db' as x", true)]
    [InlineData("pragma foreign_keys = off", false)]
    [InlineData("pragma user_version", false)]
    [InlineData("create virtual table t using fts5 (a)", false)]
    [InlineData("create temp trigger g after insert on t begin select 1; end", false)]
    [InlineData("alter table t rename to u", false)]
    public void Sqlite(string statement, bool isNamed) => Assert.Equal(isNamed ? [$"f.sql:1: {statement}"] : [], Unkept("sqlite", statement));

    [Fact]
    public void A_password_is_not_shown()
    {
        Assert.Equal(["f.sql:1: create user …"], Unkept("postgresql", "create user u password 'secret'"));
        Assert.Equal(["f.sql:1: alter user …"], Unkept("mysql", "alter user u identified by 'secret'"));
    }

    private static IReadOnlyList<string> Unkept(string scheme, string statement)
    {
        var provider = Database.Open(scheme == "sqlite" ? "sqlite::memory:" : $"{scheme}://u@127.0.0.1:1/d").Provider;
        MigrationEngine engine = EngineRegistry.Find(provider);
        return new UnkeptStatements(engine.Snapshot, provider.Dialect).Of("f.sql", SqlSplitter.Split(statement, engine.Flavour));
    }
}
