using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlMappingTests() : MappingSuite(PostgreSqlEngine.Shared)
{
    protected override IReadOnlyList<string> JsonTypes { get; } = ["json", "jsonb"];
}
