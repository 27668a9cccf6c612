using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

public sealed class SqliteSquashTests() : SquashSuite(new SqliteEngine())
{
    protected override IReadOnlyList<string> Unkept => ["pragma user_version = 7"];
}
