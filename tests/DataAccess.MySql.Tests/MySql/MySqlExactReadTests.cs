using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlExactReadTests() : ExactReadSuite(MySqlEngine.Shared)
{
    protected override string IntegerType => "int";
}
