using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The questions asked of SQL text. Where it is unsure, the answer is the one that only costs time.</summary>
public sealed class SqlAnalysisTests
{
    [Theory]
    [InlineData("select 1", true)]
    [InlineData("  -- a comment\n/* and another */ (SELECT 1)", true)]
    [InlineData("values (1);  \n", true)]
    [InlineData("table orders", true)]
    [InlineData("with x as (insert into t values (1) returning 1) select * from x", false)]
    [InlineData("with x as (select 1) select * from x", true)]
    [InlineData("select * from t for update", false)]
    [InlineData("select * from t\nfor\n  UPDATE", false)]
    [InlineData("select a into b from c", false)]
    [InlineData("select a\ninto\nb from c", false)]
    [InlineData("select 1; delete from t", false)]
    [InlineData("explain analyze delete from t", false)]
    [InlineData("insert into t values (1)", false)]
    [InlineData("selection", false)]
    [InlineData("-- only a comment", false)]
    [InlineData("/* never closed", false)]
    [InlineData("", false)]
    public void Only_what_surely_reads_is_a_read(string sql, bool expected) => Assert.Equal(expected, Of(sql).IsRead);

    [Theory]
    [InlineData("select 1", false)]
    [InlineData("with x as (select 1) insert into t select * from x", false)]
    [InlineData("insert into t values (@p0)", false)]
    [InlineData("update t set a = 1;", false)]
    [InlineData("set time zone 'UTC'", true)]
    [InlineData("begin", true)]
    [InlineData("create temp table t (a int)", true)]
    [InlineData("listen news", true)]
    [InlineData("lock tables t read", true)]
    [InlineData("pragma foreign_keys = off", true)]
    [InlineData("select pg_advisory_lock(1)", true)]
    [InlineData("select GET_LOCK('a', 1)", true)]
    [InlineData("select set_config('a', 'b', false)", true)]
    [InlineData("select @a := 1", true)]
    [InlineData("select 1 into @a", true)]
    [InlineData("select 1\ninto\n@a", true)]
    [InlineData("select 1; set role admin", true)]
    [InlineData("/* /* */ select */ set role admin", true)]
    [InlineData("call work()", true)]
    public void What_may_leave_a_trace_dirties_the_session(string sql, bool expected) => Assert.Equal(expected, Of(sql).MayDirtySession);

    [Theory]
    [InlineData("select 1", true)]
    [InlineData("/* hint */ insert into t values (1)", true)]
    [InlineData("with x as (select 1) select * from x;", true)]
    [InlineData("create table t (a int)", false)]
    [InlineData("select 1; select 2", false)]
    [InlineData("explain select 1", false)]
    public void Ordinary_statements_are_prepared(string sql, bool expected) => Assert.Equal(expected, Of(sql).IsPreparable);

    private static SqlAnalysis Of(string sql) => SqlAnalysis.Of(sql, new FakeDialect());
}
