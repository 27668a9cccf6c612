using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlConverterTests() : ConverterSuite(PostgreSqlEngine.Shared)
{
    protected override string GeneratedKey => "bigint generated always as identity primary key";
}
