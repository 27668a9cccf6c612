using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlMoreTypesTests() : MoreTypesSuite(PostgreSqlEngine.Shared)
{
    protected override (string Address, string Network, string Hardware, string Bits, string Number, string Json, string Duration) Types
        => ("inet", "cidr", "macaddr", "bit(4)", "numeric", "jsonb", "interval");
}
