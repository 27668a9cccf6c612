using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Parsing.Generated;

public sealed class SqliteGeneratedScriptTests() : GeneratedScriptSuite(new SqliteEngine())
{
    private protected override GeneratedScript Script(Random random, int first) => new SqliteScript(random, first);
}
