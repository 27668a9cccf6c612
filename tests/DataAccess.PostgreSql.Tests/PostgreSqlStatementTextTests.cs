using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>What only this engine writes, or reads in its own way.</summary>
public sealed class PostgreSqlStatementTextTests() : StatementTextSuite(new PostgreSqlProvider("Host=localhost"))
{
    public static TheoryData<string, string> Own => new()
    {
        { "select \"id\", \"~n\" from (select from \"t\" where \"id\" = any($1) limit 0) \"~t\" right join unnest($1) with ordinality \"~k\" (\"~v\", \"~n\") on true join \"t\" on \"id\" = \"~k\".\"~v\"", StatementVerdict.Read },
        { "table orders", StatementVerdict.Read },
        { "show search_path", StatementVerdict.Read },
        { "select * from t where a = any($1) and b <> all($2)", StatementVerdict.Read },
        { "select a::numeric(10,2), b::varchar(20)[] from t", StatementVerdict.Read },
        { "select * from unnest($1, $2) with ordinality as u (a, b, n)", StatementVerdict.Read },
        { "select * from unnest($1) u (a)", StatementVerdict.Read },
        { "select * from (values (1, 2)) v (a, b)", StatementVerdict.Read },
        { "select distinct on (a) lower(b) from t", StatementVerdict.Read },
        { "select count(*) filter (where (a)) over (partition by b) from t", StatementVerdict.Read },
        { "select percentile_cont(0.5) within group (order by a) from t", StatementVerdict.Read },
        { "with t as materialized (select 1) select * from t", StatementVerdict.Read },
        { "with t as not materialized (select 1) select * from t", StatementVerdict.Read },
        { "with t (a) as materialized (select 1) select * from t", StatementVerdict.Read },
        { "select pg_catalog.lower(a), \"pg_catalog\".\"lower\"(a) from t", StatementVerdict.Read },
        { "select extract(epoch from now()), substring(a from 1 for 2), position('a' in b) from t", StatementVerdict.Read },
        { "select E'\\';set_config(' as a, $$ f(1); $$ as b, $a$ $$ f(1) $a$ as c", StatementVerdict.Read },
        { "select array[1, 2], array(select 1), row(1, 2), interval '1 day'", StatementVerdict.Read },
        { "select a from t group by grouping sets ((a), (b)), rollup (a)", StatementVerdict.Read },
        { "select * from t tablesample bernoulli (10)", StatementVerdict.Read },
        { "select '{}'::jsonb ? 'a', a # b, a @> b from t", StatementVerdict.Read },
        { "select /* a /* nested f(1) */ comment */ 1", StatementVerdict.Read },
        { "select pg_sleep(1), random(), now(), gen_random_uuid(), pg_backend_pid()", StatementVerdict.Read },
        { "select current_setting('app.tenant', true)", StatementVerdict.Read },
        { "select generate_series(1, 10) as g(n)", StatementVerdict.Read },
        { "select a from t where b ilike ('x') and c like ('y')", StatementVerdict.Read },
        { "select current_user, \"set_config\" from t", StatementVerdict.Read },
        { "select '\\' as a", StatementVerdict.Read },
        { " select * from json_to_recordset($1) as x(a int, b numeric(10, 2))", StatementVerdict.Read },
        { "insert into t as x (a) values (1) on conflict (a) do update set b = excluded.b where x.c returning (a)", StatementVerdict.Clean },
        { "insert into t (a) values (1) on conflict on constraint c do nothing", StatementVerdict.Clean },
        { "merge into t using (select 1 as a) s on (t.a = s.a) when matched then update set b = 1 when not matched then insert (a) values (1)", StatementVerdict.Clean },
        { "update t set (a, b) = (1, 2)", StatementVerdict.Clean },
        { "with x as (insert into t (a) values (1) returning a) select * from x", StatementVerdict.Clean },
        { "select * from t for update", StatementVerdict.Clean },
        { "select * from t\nfor\n  no key UPDATE", StatementVerdict.Clean },
        { "select * from t for share", StatementVerdict.Clean },
        { "select * from t for key share skip locked", StatementVerdict.Clean },
        { "explain select * from t", StatementVerdict.Clean },
        { "explain (analyze, buffers) select 1", StatementVerdict.Clean },
        { "explain analyze insert into t (a) values (1)", StatementVerdict.Clean },
        { "explain analyze delete from t", StatementVerdict.Clean },
        { "truncate t", StatementVerdict.Clean },
        { "analyze t", StatementVerdict.Clean },
        { "select insert from t", StatementVerdict.Clean },
        { "select * from a, b where a.update = b.x", StatementVerdict.Clean },
        { "select \"Lower\"(a) from t", StatementVerdict.Dirty },
        { "select \"app\" . \"lower\" (a) from t", StatementVerdict.Dirty },
        { "select pg_catalog.set_config('a', 'b', false)", StatementVerdict.Dirty },
        { "select(set_config('a','b',false))", StatementVerdict.Dirty },
        { "select set_config\n('a','b',true)", StatementVerdict.Dirty },
        { "select U&\"\\0073et_config\"('a', 'b', false)", StatementVerdict.Dirty },
        { "select 1 into t", StatementVerdict.Dirty },
        { "select 1 into temp t", StatementVerdict.Dirty },
        { "select insert into temp t from c", StatementVerdict.Dirty },
        { "select f(1) insert into t from c", StatementVerdict.Dirty },
        { "select count(*) insert into t from c", StatementVerdict.Dirty },
        { "with x as (select 1) select 1 into t from x", StatementVerdict.Dirty },
        { "select nextval('s')", StatementVerdict.Dirty },
        { "select setval('s', 1)", StatementVerdict.Dirty },
        { "select pg_advisory_lock(1)", StatementVerdict.Dirty },
        { "select pg_try_advisory_lock(1)", StatementVerdict.Dirty },
        { "select (1::bigint).pg_advisory_lock", StatementVerdict.Dirty },
        { "select $1 . pg_advisory_lock", StatementVerdict.Dirty },
        { "select (a)[1].pg_advisory_lock from t", StatementVerdict.Dirty },
        { "select (t.a).lower, (t.a).* from t", StatementVerdict.Read },
        { "select 1.5, .5, t.a from t", StatementVerdict.Read },
        { "select lo_create(1)", StatementVerdict.Dirty },
        { "select dblink('a', 'b')", StatementVerdict.Dirty },
        { "select query_to_xml('select f(1)', true, true, '')", StatementVerdict.Dirty },
        { "select pg_notify('a', 'b')", StatementVerdict.Dirty },
        { "select setseed(0.1)", StatementVerdict.Dirty },
        { "select pg_export_snapshot()", StatementVerdict.Dirty },
        { "update pg_settings set setting = 'a' where name = 'search_path'", StatementVerdict.Dirty },
        { "update \"pg_settings\" set setting = 'a'", StatementVerdict.Dirty },
        { "listen news", StatementVerdict.Dirty },
        { "discard all", StatementVerdict.Dirty },
        { "do $$ begin end $$", StatementVerdict.Dirty },
        { "set role admin", StatementVerdict.Dirty },
        { "set session authorization a", StatementVerdict.Dirty },
        { "reset all", StatementVerdict.Dirty },
        { "deallocate all", StatementVerdict.Dirty },
        { "copy t from stdin", StatementVerdict.Dirty },
        { "declare c cursor with hold for select 1", StatementVerdict.Dirty },
        { "explain execute p", StatementVerdict.Dirty },
        { "explain analyze execute p", StatementVerdict.Dirty },
        { "lock table t", StatementVerdict.Dirty },
        { "select distinct on (a) f(b) from t", StatementVerdict.Dirty },
        { "select a operator(pg_catalog.+) f(b) from t", StatementVerdict.Dirty },
        { "select * from f(1) as (id int)", StatementVerdict.Dirty },
        { "select * from t, lateral f(t.a) as x", StatementVerdict.Dirty },
        { "select * from rows from (f(1), g(2)) as x", StatementVerdict.Dirty },
        { "select 1 -- a\rset_config('a','b',false)", StatementVerdict.Dirty },
        { "select /* /* */ */ f(1)", StatementVerdict.Dirty },
        { "select ilike(f(1))", StatementVerdict.Dirty },
        { "select join(1)", StatementVerdict.Dirty },
        { "select by(1)", StatementVerdict.Dirty },
        { "select filter(1)", StatementVerdict.Dirty },
        { "select over(1)", StatementVerdict.Dirty },
        { "select conflict(1)", StatementVerdict.Dirty },
        { "select set(1)", StatementVerdict.Dirty },
        { "merge into t using f(1) s on (true) when matched then delete", StatementVerdict.Dirty },
        { "insert into t (a) values (1) returning f(a)", StatementVerdict.Dirty },
        { "insert into t (a) values (1) on conflict (f(a)) do nothing", StatementVerdict.Dirty },
        { "select (t).f(1) from t", StatementVerdict.Dirty },
        { "create table t as select f(1)", StatementVerdict.Dirty },
        { "create or replace function f() returns int language sql as 'select 1'", StatementVerdict.Dirty },
        { "select lower(f(a)) from t", StatementVerdict.Dirty },
        { "select f(a => 1)", StatementVerdict.Dirty },
        { "select f(a := 1)", StatementVerdict.Dirty },
        { "select $1f(2)", StatementVerdict.Dirty },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public void A_statement_of_this_engine_is_taken_for_what_it_may_do(string sql, string verdict) => Assert.Equal(verdict, StatementVerdict.Of(Provider, sql));

    [Theory]
    [InlineData("begin new.updated_at = now(); return new; end", true)]
    [InlineData("\nbegin\n  new.updated_at := clock_timestamp();\n  if (new.a is distinct from old.a) then\n    insert into audit (a, b) values (old.a, lower(new.b));\n  end if;\n  return new;\nend;\n", true)]
    [InlineData("begin update totals set (a, b) = (a + 1, 2) where id = new.id; return null; end", true)]
    [InlineData("begin if (new.a) then raise exception 'set x to y: %', new.a using errcode = '23514'; end if; return new; end", true)]
    [InlineData("declare n int; begin select count(*) into n from t; return (new); end", true)]
    [InlineData("begin perform 1; insert into t (a) values (1) on conflict do nothing; return new; end", true)]
    [InlineData("select lower($1)", true)]
    [InlineData("begin perform set_config('a', 'b', false); return new; end", false)]
    [InlineData("begin set app.tenant = 'a'; return new; end", false)]
    [InlineData("begin if true then set role a; end if; end", false)]
    [InlineData("begin execute 'set a to b'; end", false)]
    [InlineData("begin create temp table t (a int); end", false)]
    [InlineData("begin perform app.f(1); end", false)]
    [InlineData("begin new.a = f(new.a); return new; end", false)]
    [InlineData("begin return f(1); end", false)]
    [InlineData("begin update pg_settings set setting = 'a'; end", false)]
    [InlineData("begin perform pg_advisory_lock(1); end", false)]
    [InlineData("begin listen a; end", false)]
    [InlineData("begin call p(); end", false)]
    [InlineData("", false)]
    [InlineData("select set_config('a', 'b', false)", false)]
    [InlineData("begin if (f(1)) then return new; end if; end", false)]
    public void A_routine_is_taken_for_what_it_may_leave(string source, bool isHarmless)
        => Assert.Equal(isHarmless, StatementVerdict.IsHarmlessRoutine(Provider, source));
}
