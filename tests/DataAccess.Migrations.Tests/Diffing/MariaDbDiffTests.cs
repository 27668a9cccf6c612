using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Snapshots;

namespace DataAccess.Migrations.Tests.Diffing;

[Collection("MariaDB")]
public sealed class MariaDbDiffTests() : MySqlFamilyDiffSuite(MariaDbEngine.Shared)
{
    protected override string Everything => MariaDbSnapshotTests.OwnScript;

    protected override IReadOnlyList<(string Type, string Default)> Types => [("int", "1"), ("bigint unsigned", "2"), ("varchar(20)", "'x;y'"), ("varchar(30) character set latin1", "'v'"), ("decimal(8, 2)", "1.5"), ("datetime(3)", "current_timestamp(3)"), ("enum('a','b')", "'b'"), ("time", "'10:00:00'")];

    [Fact]
    public async Task A_sequence_that_is_made_again_loses_its_value()
    {
        var result = await DiffAsync("create sequence s;", "create sequence s increment by 5;", drops: true);

        Assert.Equal("the value of the sequence `s`", Assert.Single(result.Statements, static s => s.Loses is not null).Loses);
    }
}
