using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Parsing.Generated;

[Collection("PostgreSQL")]
public sealed class PostgreSqlGeneratedScriptTests() : GeneratedScriptSuite(PostgreSqlEngine.Shared)
{
    private protected override GeneratedScript Script(Random random, int first) => new PostgreSqlScript(random, first);
}
