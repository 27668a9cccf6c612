using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteValueTests() : ValueSuite(new SqliteEngine())
{
    protected override ulong LargestNatural => long.MaxValue;
}
