using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlExplainTests() : ExplainSuite(MySqlEngine.Shared)
{
    protected override string ByKey => "before execution";
}
