using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Parsing.Generated;

[Collection("MariaDB")]
public sealed class MariaDbGeneratedScriptTests() : GeneratedScriptSuite(MariaDbEngine.Shared)
{
    private protected override GeneratedScript Script(Random random, int first) => new MySqlScript(random, first, isMariaDb: true);
}
