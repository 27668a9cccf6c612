using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteExactReadTests() : ExactReadSuite(new SqliteEngine())
{
    protected override string IntegerType => "integer";
}
