using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Parsing.Generated;

[Collection("MySQL")]
public sealed class MySqlGeneratedScriptTests() : GeneratedScriptSuite(MySqlEngine.Shared)
{
    private protected override GeneratedScript Script(Random random, int first) => new MySqlScript(random, first, isMariaDb: false);
}
