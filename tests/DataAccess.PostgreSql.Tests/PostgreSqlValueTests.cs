using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlValueTests() : ValueSuite(PostgreSqlEngine.Shared)
{
    protected override bool HasMaxOfAny => false;
}
