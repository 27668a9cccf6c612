using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbExactReadTests() : ExactReadSuite(MariaDbEngine.Shared)
{
    protected override string IntegerType => "int";
}
