using System.Data.Common;
using System.Net;
using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>The databases that are a server: a proxy stops the run at the statement, and the server goes on after the kill.</summary>
public abstract class ServerCrashSuite(TestEngine engine) : CrashSuite(engine)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The connection string's words for another port, without encryption.</summary>
    protected abstract string Through(string connectionString, int port);

    /// <summary>Whether the byte before a text tells that it is a command and not a value.</summary>
    protected abstract bool IsCommand(byte before);

    /// <summary>Makes the statement wait in the server until it is disposed.</summary>
    private protected abstract Task<IAsyncDisposable> HoldAsync(Database database, string statement);

    /// <summary>A query for how many sessions wait in the statement.</summary>
    private protected abstract SqlCall Waiting(string statement);

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
                await WithDatabaseAsync(transaction, async (url, database) =>
                {
                    try
                    {
                        await using var held = await KillAsync(url, database, transaction, statement, moment);
                        var recovery = RecoverAsync(url, database, transaction);

                        // The killed process is gone, its statement is not: the next run waits for it, and does not begin it again.
                        await held.DisposeAsync();
                        settled += await recovery ? 1 : 0;
                        Assert.Equal(expected, await DumpAsync(database));
                    }
                    catch (Exception exception) when (exception is not Xunit.Sdk.SkipException)
                    {
                        throw new InvalidOperationException($"Killed {moment.ToString().ToLowerInvariant()} '{statement}', {transaction}", exception);
                    }
                });
            }
        }

        // Only where the schema does not roll back is there a statement that nobody can tell about, in each of its three moments.
        Assert.Equal(Db.Provider.SystemName == "mysql" && transaction == MigrationTransaction.None ? 3 : 0, settled);
    }

    /// <summary>Runs the process up to the statement and kills it there.</summary>
    /// <returns>What still holds the statement in the server; nothing where that has ended.</returns>
    private async Task<IAsyncDisposable> KillAsync(string url, Database database, MigrationTransaction transaction, string statement, KillMoment moment)
    {
        await using var proxy = new CommandProxy(ServerOf(url), new CommandPattern(statement, IsCommand), moment);
        using var process = CliProcess.Start(UpArguments(Through(url, proxy.Port), transaction));
        var isHeld = moment == KillMoment.During;
        var held = SessionLock.Instance as IAsyncDisposable;
        try
        {
            if (await Task.WhenAny(proxy.Reached, process.WaitForExitAsync(Token)).WaitAsync(Deadline, Token) != proxy.Reached)
            {
                Assert.Fail($"The process ended by itself: {await process.StandardError.ReadToEndAsync(Token)}");
            }

            if (isHeld)
            {
                held = await HoldAsync(database, statement);
                proxy.LetThrough();
                await WaitUntilHeldAsync(database, statement);
            }
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(Token);
        return held;
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
