using System.Data.Common;
using System.Net;
using DataAccess.Conformance;
using DataAccess.Migrations.Sessions;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>The databases that are a server: a proxy stops the run at the statement, and the server goes on after the kill.</summary>
/// <param name="engine">The tests' server.</param>
/// <param name="mortal">A server that may be killed.</param>
public abstract partial class ServerCrashSuite(TestEngine engine, MortalEngine mortal) : CrashSuite(engine)
{
    private protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private protected MortalEngine Mortal { get; } = mortal;

    /// <summary>The connection string's words for another port, without encryption.</summary>
    protected abstract string Through(string connectionString, int port);

    /// <summary>Whether the byte before a text tells that it is a command and not a value.</summary>
    protected abstract bool IsCommand(byte before);

    /// <summary>Makes the statement wait in the server until it is disposed.</summary>
    private protected abstract Task<IAsyncDisposable> HoldAsync(Database database, string statement);

    /// <summary>A query for how many sessions wait in the statement.</summary>
    private protected abstract SqlStatement Waiting(string statement);

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_runner_killed_at_any_statement_leaves_what_up_brings_to_its_end(MigrationTransaction transaction)
    {
        var expected = await UndisturbedAsync(transaction);
        var settled = 0;
        foreach (var statement in Statements(transaction))
        {
            foreach (var moment in Enum.GetValues<KillMoment>())
            {
                await WithDatabaseAsync(Engine, transaction, (url, database) => SayWhereAsync($"killed {moment} '{statement}', {transaction}", async () =>
                {
                    await using var run = await StopAtAsync(url, database, transaction, statement, moment);
                    await run.KillAsync(Token);
                    var recovery = RecoverAsync(url, database, transaction);

                    // The process is gone, its statement may not be: then the next run waits for it, and does not begin it again.
                    await run.ReleaseAsync();
                    settled += await recovery ? 1 : 0;
                    Assert.Equal(expected, await DumpAsync(database));
                }));
            }
        }

        // Only where the schema does not roll back is there a statement that nobody can tell about, in each of its three moments.
        Assert.Equal(Db.Provider.SystemName == "mysql" && transaction == MigrationTransaction.None ? 3 : 0, settled);
    }

    private protected static async Task SayWhereAsync(string where, Func<Task> test)
    {
        try
        {
            await test();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(where, exception);
        }
    }

    /// <summary>Starts the process and stops it, or its server, at the statement.</summary>
    private protected async Task<StoppedRun> StopAtAsync(string url, Database database, MigrationTransaction transaction, string statement, KillMoment moment)
    {
        var proxy = new CommandProxy(ServerOf(url), new CommandPattern(statement, IsCommand), moment);
        var run = new StoppedRun(proxy, CliProcess.Start(UpArguments(Through(url, proxy.Port), transaction)));
        try
        {
            if (await Task.WhenAny(proxy.Reached, run.Process.WaitForExitAsync(Token)).WaitAsync(Deadline, Token) != proxy.Reached)
            {
                Assert.Fail($"The process ended by itself: {await run.Process.StandardError.ReadToEndAsync(Token)}");
            }

            if (moment == KillMoment.During)
            {
                run.Held = await HoldAsync(database, statement);
                proxy.LetThrough();
                await WaitUntilHeldAsync(database, statement);
            }

            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    private async Task WaitUntilHeldAsync(Database database, string statement)
    {
        await using var session = await MigrationSession.OpenAsync(database, Token);
        var started = TimeProvider.System.GetTimestamp();
        while (await session.ScalarAsync(Waiting(statement), Token) != "1")
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"The server was never seen at '{statement}'.");
            await Task.Delay(5, Token);
        }
    }

    private static DnsEndPoint ServerOf(string connectionString)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var host = (string)(builder.ContainsKey("Host") ? builder["Host"] : builder["Server"]);
        return new DnsEndPoint(host, int.Parse((string)builder["Port"], null));
    }
}
