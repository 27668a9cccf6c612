using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What the text of a statement says of it. Where it is unsure, it may write and leaves something behind.</summary>
public abstract class StatementTextSuite(DatabaseProvider provider)
{
    /// <summary>What every engine takes for the same.</summary>
    public static TheoryData<string, string> Everywhere => new()
    {
        { "select 1", StatementVerdict.Read },
        { " \n-- a comment\n/* and another */ (SELECT 1)", StatementVerdict.Read },
        { "values (1);  \n", StatementVerdict.Read },
        { "select * from t where a in (1, 2) and (b or not (c))", StatementVerdict.Read },
        { "select count(*), max(a) from t group by (b) having (count(*) > 1) order by (a) limit 1 offset 0", StatementVerdict.Read },
        { "with x as (select 1 as a) select * from x", StatementVerdict.Read },
        { "with recursive x (a) as (select 1 union all select a + 1 from x), y (b, c) as (select 1, 2) select * from x join y on (a = b)", StatementVerdict.Read },
        { "select coalesce(a, 'set; insert into t'), lower (b), upper/* the name */(c) from t as u", StatementVerdict.Read },
        { "select cast(a as numeric(10, 2)) from t", StatementVerdict.Read },
        { "select case when (a) then (b) else (c) end from t", StatementVerdict.Read },
        { "select row_number() over (partition by (a) order by b) from t", StatementVerdict.Read },
        { "select * from a left join (select 1 as x) b on (a.x = b.x) where exists (select 1) and a.y between (1) and (2)", StatementVerdict.Read },
        { "select * from a where not exists (select 1 from b where b.a in (select 2)) union all (select * from c)", StatementVerdict.Read },
        { "select 'it''s', 'a -- b', '/* c' from t", StatementVerdict.Read },
        { "insert into t (a, b) values (1, 2)", StatementVerdict.Clean },
        { "insert into s.t (a) select lower(a) from u", StatementVerdict.Clean },
        { "insert into t values (1), (2)", StatementVerdict.Clean },
        { "update t set a = 1;", StatementVerdict.Clean },
        { "update t set a = (select max(b) from u) where c in (1)", StatementVerdict.Clean },
        { "delete from t where a in (select 1)", StatementVerdict.Clean },
        { "with x (a) as (select 1) insert into t select * from x", StatementVerdict.Clean },
        { "", StatementVerdict.Dirty },
        { "-- only a comment", StatementVerdict.Dirty },
        { "/* never closed", StatementVerdict.Dirty },
        { "select 'never closed", StatementVerdict.Dirty },
        { "selection", StatementVerdict.Dirty },
        { "set time zone 'UTC'", StatementVerdict.Dirty },
        { "begin", StatementVerdict.Dirty },
        { "commit", StatementVerdict.Dirty },
        { "create temp table t (a int)", StatementVerdict.Dirty },
        { "select app.lower(a) from t", StatementVerdict.Dirty },
        { "select charge_customer(100)", StatementVerdict.Dirty },
        { "select charge_customer /* why not */ (100)", StatementVerdict.Dirty },
        { "select charge_customer -- it\n (100)", StatementVerdict.Dirty },
        { "select 1 where 1 = charge()", StatementVerdict.Dirty },
        { "values (f())", StatementVerdict.Dirty },
        { "select (select f(1))", StatementVerdict.Dirty },
        { "with x as (select f()) select * from x", StatementVerdict.Dirty },
        { "with f as (select 1) select f(1) from f", StatementVerdict.Dirty },
        { "select * from f(1) as x", StatementVerdict.Dirty },
        { "select 1, f (2)", StatementVerdict.Dirty },
        { "select count(*) from t where f(a) in (1)", StatementVerdict.Dirty },
        { "insert into t (a) values (f(1))", StatementVerdict.Dirty },
        { "insert into t (a) select f(1)", StatementVerdict.Dirty },
        { "update t set a = f(a)", StatementVerdict.Dirty },
        { "delete from t where f(a)", StatementVerdict.Dirty },
        { "select 1; delete from t", StatementVerdict.Dirty },
        { "select 1;;select 2", StatementVerdict.Dirty },
        { "select a into b from c", StatementVerdict.Dirty },
        { "select a\ninto\nb from c", StatementVerdict.Dirty },
        { "execute p", StatementVerdict.Dirty },
        { "prepare p as select 1", StatementVerdict.Dirty },
        { "call work()", StatementVerdict.Dirty },
        { "explain analyze select f(1)", StatementVerdict.Dirty },
        { " select 1", StatementVerdict.Dirty },
        { "select f (1)", StatementVerdict.Dirty },
        { "select lower (a)", StatementVerdict.Dirty },
        { "select x from t order by f(a)", StatementVerdict.Dirty },
        { "select last_insert_id(5)", StatementVerdict.Dirty },
        { "select 1from t where f(1)", StatementVerdict.Dirty },
    };

    /// <summary>One that is never opened.</summary>
    protected DatabaseProvider Provider => provider;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_statement_is_taken_for_what_it_may_do(string sql, string verdict) => Assert.Equal(verdict, StatementVerdict.Of(provider, sql));
}
