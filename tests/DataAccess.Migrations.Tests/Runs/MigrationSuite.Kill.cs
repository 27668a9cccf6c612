using DataAccess.Mapping;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    /// <summary>SIGKILL at moments that a seed chooses, while a statement runs or between two; then the next run ends what was begun.</summary>
    [Fact]
    public async Task A_process_that_is_killed_leaves_a_database_that_up_brings_to_its_end()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var pause = Db.Provider.SystemName switch
        {
            "postgresql" => "select pg_sleep(0.05)",
            "mysql" => "select sleep(0.05)",
            _ => "with recursive c(x) as (select 1 union all select x + 1 from c where x < 200000) select max(x) from c",
        };
        Write("1_ten.sql", string.Join(";\n", TenStatements.SelectMany(s => new[] { s, pause })));
        await UpAsync(static o => o.Transaction = MigrationTransaction.None);
        var expected = await StateOfAsync(Db);

        for (var round = 0; round < 5; round++)
        {
            var other = await Engine.CreateDatabaseAsync();
            await using (var database = Engine.Open(other))
            {
                using var process = CliProcess.Start("migrate", "up", "--allow-non-empty", "--tx", "none", "--dir", Folder, "--url", other);
                await WaitUntilBegunAsync(database);
                await Task.Delay(random.Next(600), Token);
                process.Kill();
                await process.WaitForExitAsync(Token);

                await NewMigrator(static o => o.Transaction = MigrationTransaction.None, database).UpAsync(cancellationToken: Token);
                Assert.Equal(expected, await StateOfAsync(database));
            }

            await Engine.DropDatabaseAsync(other);
            File.Delete(other.Replace("sqlite:", "", StringComparison.Ordinal) + ".migrate-lock");
        }
    }

    private static async Task WaitUntilBegunAsync(Database database)
    {
        for (var waited = 0; (await database.DescribeTableAsync(new TableName(MigrationHistory.Table), Token)).Count == 0; waited++)
        {
            Assert.True(waited < 3000, "The process did not begin within 30 s.");
            await Task.Delay(10, Token);
        }
    }
}
