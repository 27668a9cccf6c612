using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Snapshots;

namespace DataAccess.Migrations.Tests.Diffing;

[Collection("MySQL")]
public sealed class MySqlDiffTests() : MySqlFamilyDiffSuite(MySqlEngine.Shared)
{
    protected override string Everything => MySqlSnapshotSuite.Script;

    protected override IReadOnlyList<(string Type, string Default)> Types => [("int", "1"), ("bigint unsigned", "2"), ("varchar(20)", "'x;y'"), ("varchar(30) character set latin1", "'v'"), ("decimal(8, 2)", "1.5"), ("datetime(3)", "current_timestamp(3)"), ("enum('a','b')", "'b'"), ("varchar(9) comment 'it, is)'", "'c'")];
}
