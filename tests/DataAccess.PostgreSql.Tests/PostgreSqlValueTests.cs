using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlValueTests() : ValueSuite(PostgreSqlEngine.Shared)
{
    protected override (string Address, string Hardware) NetworkTypes => ("inet", "macaddr");

    protected override bool HasMaxOfAny => false;
}
