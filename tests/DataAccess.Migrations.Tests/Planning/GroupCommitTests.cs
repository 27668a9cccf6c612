using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Planning;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Planning;

public sealed class GroupCommitTests
{
    private const string Insert = "insert into a values (1)";

    [Theory]
    [InlineData(3, Insert, Insert, Insert)]
    [InlineData(2, Insert, Insert, "create table b (x int)", Insert)]
    [InlineData(1, "create table a (x int)", Insert)]
    [InlineData(1, Insert, "update a set x = 1")]
    [InlineData(1, Insert, "-- dataaccess: lock-timeout=1s\n" + Insert)]
    [InlineData(1, Insert, "-- dataaccess: no-transaction\n" + Insert)]
    [InlineData(2, Insert, Insert + ";\n" + Insert, Insert + ";\nselect 1")]
    public void Files_that_insert_written_rows_share_a_commit(int expected, params string[] files)
        => Assert.Equal(expected, GroupCommit.CountFrom(Plan(files), 0));

    [Fact]
    public void There_is_a_limit_to_how_many()
    {
        var pending = Plan([.. Enumerable.Repeat(Insert, GroupCommit.MaxFiles + 2)]);

        Assert.Equal(GroupCommit.MaxFiles, GroupCommit.CountFrom(pending, 0));
        Assert.Equal(2, GroupCommit.CountFrom(pending, GroupCommit.MaxFiles));
    }

    [Fact]
    public void There_is_a_limit_to_how_much()
    {
        var large = $"insert into a values ('{new string('x', GroupCommit.MaxCharacters / 3)}')";

        Assert.Equal(2, GroupCommit.CountFrom(Plan(large, large, large), 0));
        Assert.Equal(1, GroupCommit.CountFrom(Plan(large + ";" + large + ";" + large, Insert), 0));
    }

    private static IReadOnlyList<PlannedMigration> Plan(params string[] files)
    {
        var engine = new PostgreSqlEngine();
        var source = new MemorySource([.. files.Select(static (text, i) => ($"{i + 1}_file.sql", text))]);
        var set = MigrationSet.Read(source, EngineRegistry.FilesOf(engine), placeholders: null);
        var plan = new Planner(set, [], engine.Runner, new MigrationOptions()).Plan(to: null);
        plan.ThrowIfInvalid();
        return plan.Pending;
    }
}
