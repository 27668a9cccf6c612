using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

[Collection("MySQL")]
public sealed class MySqlSquashTests() : SquashSuite(MySqlEngine.Shared)
{
    protected override IReadOnlyList<string> Unkept => ["alter table a auto_increment = 1000"];
}
