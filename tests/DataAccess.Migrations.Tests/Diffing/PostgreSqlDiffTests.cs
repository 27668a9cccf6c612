using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Diffing;

[Collection("PostgreSQL")]
public sealed class PostgreSqlDiffTests() : DiffSuite(PostgreSqlEngine.Shared)
{
    protected override IReadOnlyList<(string Type, string Default)> Types => [("integer", "1"), ("bigint", "2"), ("text", "'x;y'"), ("varchar(10)", "'v'"), ("numeric(8, 2)", "1.5"), ("boolean", "true"), ("timestamptz(3)", "now()"), ("uuid", "gen_random_uuid()"), ("int[]", "'{1}'"), ("text collate \"C\"", "'c'")];
}
