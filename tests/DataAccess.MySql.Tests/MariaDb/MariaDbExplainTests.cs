using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbExplainTests() : ExplainSuite(MariaDbEngine.Shared)
{
    protected override string ByKey => "PRIMARY";
}
