using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

[Collection("MariaDB")]
public sealed class MariaDbSquashTests() : SquashSuite(MariaDbEngine.Shared)
{
    protected override IReadOnlyList<string> Unkept => ["alter table a auto_increment = 1000"];
}
