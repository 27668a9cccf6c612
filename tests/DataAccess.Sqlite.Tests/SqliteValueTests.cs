using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteValueTests() : ValueSuite(new SqliteEngine())
{
    protected override Int128 LargestWide => long.MaxValue;

    protected override ulong LargestNatural => long.MaxValue;
}
