using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Calls that have a deadline end by it, and leave a clean pool.</summary>
public abstract class DeadlineSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    /// <summary>A query that would run for a minute or more.</summary>
    protected abstract string EndlessQuery { get; }

    [Fact]
    public async Task A_query_is_cancelled_at_its_deadline()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.QuerySingleAsync<int>($"select 1", Token);
        var clock = Stopwatch.StartNew();

        var exceeded = await Assert.ThrowsAsync<DeadlineExceededException>(async () => await db.Within(Short).QueryAsync<long>(SqlStatement.Raw(EndlessQuery), Token));

        Assert.Contains($"{Short}", exceeded.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, Short, Short + TimeSpan.FromSeconds(1));
        Assert.Equal(7, await db.QuerySingleAsync<int>($"select {7}", Token));
    }

    [Fact]
    public async Task A_stream_is_cancelled_at_its_deadline()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.QuerySingleAsync<int>($"select 1", Token);

        await Assert.ThrowsAsync<DeadlineExceededException>(async () =>
        {
            await foreach (var row in db.Within(Short).StreamAsync<long>(SqlStatement.Raw(EndlessQuery), Token))
            {
                Assert.Fail($"It gave {row}.");
            }
        });

        Assert.Equal(7, await db.QuerySingleAsync<int>($"select {7}", Token));
    }

    [Fact]
    public async Task A_session_whose_time_is_up_says_so_and_not_that_it_was_cancelled()
    {
        var over = Db.Within(TimeSpan.FromTicks(1));
        await Db.QuerySingleAsync<int>($"select 1", Token);

        await Assert.ThrowsAnyAsync<TimeoutException>(async () => await over.QueryAsync<int>($"select 1", Token));
        await Assert.ThrowsAnyAsync<TimeoutException>(async () => await over.StreamAsync<int>($"select 1", Token).GetAsyncEnumerator(Token).MoveNextAsync());
    }

    [Fact]
    public async Task A_wait_for_a_connection_counts_and_nothing_is_sent()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var held = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);

        var timeout = await Assert.ThrowsAsync<PoolTimeoutException>(async () => await db.Within(Short).ExecuteAsync($"create table never_made (id int)", Token));

        Assert.Contains("the caller's deadline", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_is_rolled_back_at_its_deadline()
    {
        await RunAsync($"create table late (id {TypeOf<int>()} not null)");

        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await Db.Within(TimeSpan.FromSeconds(1)).InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into late (id) values ({1})", ct);
                await tx.QueryAsync<long>(SqlStatement.Raw(EndlessQuery), ct);
            },
            Token));

        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from late", Token));
    }

    [Fact]
    public async Task A_cancel_by_the_caller_is_still_a_cancel()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var query = Db.Within(TimeSpan.FromMinutes(1)).QueryAsync<long>(SqlStatement.Raw(EndlessQuery), source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
    }
}
