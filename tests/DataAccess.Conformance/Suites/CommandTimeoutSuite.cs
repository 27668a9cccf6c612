using System.Data.Common;
using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The driver's own limit for a command ends it once, and the connection goes on or is closed.</summary>
public abstract class CommandTimeoutSuite(ServerEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Each run takes 2 s; a second would be over after 4 s, the seventh after 14 s.</summary>
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(10);

    /// <summary>The limit's keyword in a connection string.</summary>
    protected abstract string Keyword { get; }

    /// <summary>A query that only reads and takes a minute.</summary>
    protected abstract string SlowQuery { get; }

    [Fact]
    public async Task A_slow_read_is_run_once_and_told_what_to_change()
    {
        await using var db = OpenShort();
        var clock = Stopwatch.StartNew();

        var told = await Assert.ThrowsAsync<DeadlineExceededException>(async () => await db.QueryAsync<string>(SqlStatement.Raw(SlowQuery), Token));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), Once);
        Assert.Contains($"the connection string's '{Keyword}' (2 s)", told.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Cancelled, db.Provider.Classify(told).Kind);
        Assert.Equal(FailureKind.Cancelled, db.Provider.Classify(told.InnerException!).Kind);
        await AssertCleanAsync(db);
    }

    [Fact]
    public async Task A_slow_stream_and_a_slow_pair_are_run_once()
    {
        await using var db = OpenShort();
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await db.StreamAsync<string>(SqlStatement.Raw(SlowQuery), Token).FirstAsync(Token));
        await AssertCleanAsync(db);

        // Where the driver is in the middle of a result, it may not say that it was its own limit.
        var told = await Assert.ThrowsAnyAsync<Exception>(
            async () => await db.QueryMultipleAsync<int, string>($"select 1", SqlStatement.Raw(SlowQuery), Token));

        Assert.Equal(FailureKind.Cancelled, db.Provider.Classify(told).Kind);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), 2 * Once);
        await AssertCleanAsync(db);
    }

    [Fact]
    public async Task A_transaction_is_run_once_and_rolled_back()
    {
        await RunAsync("create table slow (id int not null)");
        await using var db = OpenShort();
        var runs = 0;

        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into slow (id) values (1)", ct);
                await tx.QueryAsync<string>(SqlStatement.Raw(SlowQuery), ct);
            },
            Token));

        Assert.Equal(1, runs);
        Assert.Equal(0L, await Db.QuerySingleAsync<long>($"select count(*) from slow", Token));
        await AssertCleanAsync(db);
    }

    private Database OpenShort()
    {
        var options = new DatabaseOptions();
        options.Connections.MaxConnections = 1;
        return Engine.Open(new DbConnectionStringBuilder { ConnectionString = ConnectionString, [Keyword] = 2 }.ConnectionString, options);
    }

    private static async Task AssertCleanAsync(Database db)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i, await db.QuerySingleAsync<int>($"select {i}", Token));
        }
    }
}
