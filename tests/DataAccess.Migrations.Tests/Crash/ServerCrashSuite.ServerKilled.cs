
namespace DataAccess.Migrations.Tests.Crash;

public abstract partial class ServerCrashSuite
{
    /// <summary>Rows, a table, an index and a table filled in steps: one of each kind, at moments that differ.</summary>
    private static readonly (int Step, KillMoment Moment)[] Kills =
    [
        (2, KillMoment.After), (3, KillMoment.During), (4, KillMoment.During), (5, KillMoment.After), (8, KillMoment.During), (9, KillMoment.Before),
    ];

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_server_killed_in_the_middle_is_brought_to_the_same_end(MigrationTransaction transaction)
    {
        var expected = await UndisturbedAsync(transaction);
        foreach (var (step, moment) in Kills)
        {
            var statement = Statements(transaction)[step];
            await WithDatabaseAsync(Mortal, transaction, (url, database) => SayWhereAsync($"server killed {moment} '{statement}', {transaction}", async () =>
            {
                await using (var run = await StopAtAsync(url, database, transaction, statement, moment))
                {
                    await Mortal.KillServerAsync(Token);
                    await run.CutAsync();
                    await run.Process.WaitForExitAsync(Token).WaitAsync(Deadline, Token);
                    var error = await run.Process.StandardError.ReadToEndAsync(Token);
                    Assert.True(run.Process.ExitCode is 5 or 6, $"{run.Process.ExitCode}: {error}");
                    Assert.Contains($"1_ten.sql:{step + 1}: ", error, StringComparison.Ordinal);
                }

                await WaitUntilBackAsync(database);
                await RecoverAsync(url, database, transaction);
                Assert.Equal(expected, await DumpAsync(database));
            }));
        }
    }

    private protected static async Task WaitUntilBackAsync(Database database)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await database.QuerySingleAsync<long>($"select 1", Token);
                return;
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(started) < Deadline)
            {
                await Task.Delay(50, Token);
            }
        }
    }
}
