using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>What only this engine writes, or reads in its own way.</summary>
public sealed class SqliteStatementTextTests() : StatementTextSuite(new SqliteProvider("Data Source=:memory:", new SqliteOptions()))
{
    public static TheoryData<string, string> Own => new()
    {
        { "select [count](1), `a`, \"b\" from [t] where 1", StatementVerdict.Read },
        { "select LOWER(a), \"lower\"(a) from t", StatementVerdict.Read },
        { "select * from pragma_table_info('t')", StatementVerdict.Read },
        { "select * from json_each(?) as e", StatementVerdict.Read },
        { "select a from t where b glob ('x')", StatementVerdict.Read },
        { "select '\\' as a", StatementVerdict.Read },
        { "select * from t where a like ? escape '\\'", StatementVerdict.Read },
        { "insert or replace into t (a) values (1)", StatementVerdict.Clean },
        { "replace into t (a) values (1)", StatementVerdict.Clean },
        { "create table t (a int, b numeric(10, 2))", StatementVerdict.Clean },
        { "create index i on t (a)", StatementVerdict.Clean },
        { "drop table t", StatementVerdict.Clean },
        { "alter table t add column a int", StatementVerdict.Clean },
        { "vacuum", StatementVerdict.Clean },
        { "pragma foreign_keys = off", StatementVerdict.Dirty },
        { "pragma user_version", StatementVerdict.Dirty },
        { "/* a */ pragma query_only", StatementVerdict.Dirty },
        { "attach 'a' as b", StatementVerdict.Dirty },
        { "detach b", StatementVerdict.Dirty },
        { "select load_extension('a')", StatementVerdict.Dirty },
        { "create temporary view v as select 1", StatementVerdict.Dirty },
        { "create table temp.t (a int)", StatementVerdict.Dirty },
        { "create table \"temp\".t (a int)", StatementVerdict.Dirty },
        { "select [f](1)", StatementVerdict.Dirty },
        { "select f/**/(1)", StatementVerdict.Dirty },
        { "savepoint a", StatementVerdict.Dirty },
        { "select pragma_foreign_keys(1)", StatementVerdict.Dirty },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public void A_statement_of_this_engine_is_taken_for_what_it_may_do(string sql, string verdict) => Assert.Equal(verdict, StatementVerdict.Of(Provider, sql));
}
