using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class SqliteMigrationTests() : MigrationSuite(new SqliteEngine())
{
    /// <summary>The lock is a process's here, so twenty processes it is.</summary>
    [Fact]
    public async Task Twenty_processes_apply_each_migration_exactly_once()
    {
        // Long enough for all to meet at the lock.
        Write("1_a.sql", "create table a (n int);\nwith recursive c(x) as (select 1 union all select x + 1 from c where x < 5000000) select max(x) from c;");
        for (var i = 2; i <= 6; i++)
        {
            Write($"{i}_row.sql", $"insert into a values ({i});");
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CliProcess.MigrateAsync("up", "--dir", Folder, "--url", ConnectionString)));

        Assert.All(runs, static run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Equal(19, runs.Count(static run => run.Out == "Nothing is pending.\n"));
        Assert.Equal(6, runs.Sum(static run => run.Out.Split('\n').Count(static line => line.StartsWith("applied ", StringComparison.Ordinal))));
        Assert.Equal([2, 3, 4, 5, 6], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    protected override Task<(string Url, string DropUser)> RestrictAsync()
        => Task.FromResult(($"Data Source={ConnectionString["sqlite:".Length..]};Mode=ReadOnly", "select 'there are no users'"));
}
