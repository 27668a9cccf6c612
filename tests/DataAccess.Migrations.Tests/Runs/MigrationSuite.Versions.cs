namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private static readonly string[] Dotted = ["1_a", "1.1_b", "1.2_c", "1.10_d", "2_e"];

    [Fact]
    public async Task Dotted_versions_keep_their_order()
    {
        foreach (var name in Dotted)
        {
            Write($"{name}.sql", $"create table v_{name[^1]} (id int)");
            Write($"{name}.down.sql", $"drop table v_{name[^1]}");
        }

        Assert.Equal(Dotted, await UpAsync());
        Assert.Empty(await UpAsync());
        var status = await NewMigrator().StatusAsync(Token);
        Assert.Equal(Dotted, status.Migrations.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Empty(status.Problems);

        var undone = await NewMigrator().DownAsync(MigrationVersion.Parse("1.1"), cancellationToken: Token);
        Assert.Equal(["2_e", "1.10_d", "1.2_c"], undone.Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Equal(["1.2_c", "1.10_d"], (await NewMigrator().UpAsync(MigrationVersion.Parse("1.10"), cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.True(await HasTableAsync("v_d"));
        Assert.False(await HasTableAsync("v_e"));
    }

    [Fact]
    public async Task A_dotted_version_older_than_the_newest_is_a_problem()
    {
        Write("1.10_a.sql", "create table v_a (id int)");
        await UpAsync();
        Write("1.9_b.sql", "create table v_b (id int)");

        Assert.Contains("1.9_b.sql is older than the newest applied version 1.10", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        Assert.Equal(["1.9_b"], await UpAsync(static o => o.Order = MigrationOrder.Any));
    }

    [Fact]
    public async Task Two_ways_to_write_one_version_are_a_problem()
    {
        Write("1.0_a.sql", "create table v_a (id int)");
        Write("01_b.sql", "create table v_b (id int)");

        Assert.Contains("have the same version 1", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
    }
}
