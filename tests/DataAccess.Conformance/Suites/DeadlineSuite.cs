using DataAccess.Conformance.Faults;
using DataAccess.Mapping;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Calls that have a deadline end by it, and leave a clean pool.</summary>
public abstract class DeadlineSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    // The pool answers at the deadline; what is at work is stopped a moment later.
    private static readonly TimeSpan TimesUp = 2 * Budget;

    // The deadline is the test's own: a slow machine does not come to it early.
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_query_is_cancelled_at_its_deadline()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1, _time);
        await db.QuerySingleAsync<int>($"select 1", Token);
        var query = db.Within(Budget).QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), Token).AsTask();
        await Observed.RunningAsync(Db, db);

        _time.Advance(TimesUp);

        var exceeded = await Assert.ThrowsAsync<DeadlineExceededException>(() => query.WaitAsync(Waiting.Patience, Token));
        Assert.Contains($"{Budget}", exceeded.Message, StringComparison.Ordinal);
        Assert.Equal(7, await db.QuerySingleAsync<int>($"select {7}", Token));
    }

    [Fact]
    public async Task A_stream_is_cancelled_at_its_deadline()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1, _time);
        await db.QuerySingleAsync<int>($"select 1", Token);
        await using var rows = db.Within(Budget).StreamAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), Token).GetAsyncEnumerator(Token);
        var first = rows.MoveNextAsync().AsTask();
        await Observed.RunningAsync(Db, db);

        _time.Advance(TimesUp);

        await Assert.ThrowsAsync<DeadlineExceededException>(() => first.WaitAsync(Waiting.Patience, Token));
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
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1, _time);
        await using var held = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        var write = db.Within(Budget).ExecuteAsync($"create table never_made (id int)", Token).AsTask();
        await Waiting.UntilAsync("the call waits for the connection", () => db.Connections.Statistics.Waiting == 1);

        _time.Advance(Budget);

        var timeout = await Assert.ThrowsAsync<PoolTimeoutException>(() => write.WaitAsync(Waiting.Patience, Token));
        Assert.Contains("the caller's deadline", timeout.Message, StringComparison.Ordinal);
        await held.DisposeAsync();
        Assert.Empty(await db.DescribeTableAsync(new TableName("never_made"), Token));
    }

    [Fact]
    public async Task A_transactions_wait_for_a_connection_is_told_as_any_other()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1, _time);
        await using var held = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        var work = db.Within(Budget).InTransactionAsync(static (_, _) => throw new InvalidOperationException("It never begins."), Token).AsTask();
        await Waiting.UntilAsync("the call waits for the connection", () => db.Connections.Statistics.Waiting == 1);

        _time.Advance(Budget);

        var timeout = await Assert.ThrowsAsync<PoolTimeoutException>(() => work.WaitAsync(Waiting.Patience, Token));
        Assert.Contains("the caller's deadline", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_is_rolled_back_at_its_deadline()
    {
        await RunAsync($"create table late (id {TypeOf<int>()} not null)");

        await using var db = Reopen(static o => o.Connections.MaxConnections = 1, _time);
        var inserted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = db.Within(Budget).InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into late (id) values ({1})", ct);
                inserted.SetResult();
                await tx.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), ct);
            },
            Token).AsTask();
        await inserted.Task.WaitAsync(Waiting.Patience, Token);
        await Observed.RunningAsync(Db, db);

        _time.Advance(TimesUp);

        await Assert.ThrowsAsync<DeadlineExceededException>(() => work.WaitAsync(Waiting.Patience, Token));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from late", Token));
    }

    [Fact]
    public async Task A_cancel_by_the_caller_is_still_a_cancel()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var db = Reopen(time: _time);
        var query = db.Within(Budget).QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), source.Token).AsTask();
        await Observed.RunningAsync(Db, db);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query.WaitAsync(Waiting.Patience, Token));
    }
}
