using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteExplainTests() : ExplainSuite(new SqliteEngine())
{
    protected override string ByKey => "PRIMARY KEY";

    protected override bool Measures => false;
}
