using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteMoreTypesTests() : MoreTypesSuite(new SqliteEngine())
{
    protected override (string Address, string Network, string Hardware, string Bits, string Number, string Json, string Duration) Types
        => ("text", "text", "text", "text", "decimal", "text", "integer");

    protected override Int128 Largest => long.MaxValue;
}
