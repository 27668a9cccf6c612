using DataAccess.Providers;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What each row gets, whatever happens to its batch: the second table of docs/writing.md.</summary>
public sealed class RowOutcomeTests
{
    private static readonly int[] NamedInDisorder = [6, 2, 6, 9];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bad_row_harms_one_row(bool named)
    {
        await using var rig = new WriterRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([7, 13, 99], named);
        var rows = await WriteBehindAsync(rig, Enumerable.Range(1, 100));

        var rejected = await FailedAsync<RowRejectedException>(rows);

        Assert.Equal<int[]>([7, 13, 99], rejected);
        Assert.Equal(Enumerable.Range(0, 101).Except([7, 13, 99]), rig.Inserter.Stored);
        Assert.Equal(1, rig.Inserter.MostCopies);
        Assert.Equal((98L, 3L, 0L), (rig.Now.Committed, rig.Now.Rejected, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task A_named_row_costs_one_more_attempt_and_not_a_search()
    {
        await using var rig = new WriterRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([50], named: true);

        await FailedAsync<RowRejectedException>(await WriteBehindAsync(rig, Enumerable.Range(1, 100)));

        Assert.Equal([1, 100, 99], rig.Inserter.Attempts.Select(static a => a.Length));
    }

    [Fact]
    public async Task Rows_left_out_by_the_inserter_are_rejected_in_whatever_order_it_names_them()
    {
        await using var rig = new WriterRig();
        var rows = await WriteBehindAsync(rig, Enumerable.Range(1, 10), static (batch, _) =>
        {
            foreach (var index in NamedInDisorder)
            {
                batch.Attempt.Reject(index, new DatabaseFailure(FailureKind.Rejected, "23505", "twice"));
            }

            batch.CommitIsSent();
            batch.Store(3, 7, 10);
            return default;
        });

        Assert.Equal<int[]>([3, 7, 10], await FailedAsync<RowRejectedException>(rows));
        Assert.Equal((8L, 3L), (rig.Now.Committed, rig.Now.Rejected));
    }

    [Fact]
    public async Task A_row_that_may_have_been_written_is_not_logged_as_not_written()
    {
        var log = new ListLogger();
        await using var rig = new WriterRig(loggers: new ListLoggerFactory(log));
        rig.Inserter.Then(FakeBatchInserter.FailAfterCommit(FailureKind.ConnectionLost, stored: true));

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => rig.WriteAsync(1, cancellationToken: Token));
        await rig.FlushAsync();

        Assert.Empty(log.Of(302));
        Assert.Contains("not known whether", Assert.Single(log.Of(308)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_is_not_in_the_batch_cannot_be_left_out()
    {
        var attempt = new BatchAttempt<Row>(new Row[3]);

        Assert.Throws<ArgumentOutOfRangeException>(() => attempt.Reject(3, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => attempt.Reject(-1, default));
    }

    [Theory]
    [InlineData(FailureKind.ConnectionLost)]
    [InlineData(FailureKind.RolledBack)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.Unknown)]
    [InlineData(FailureKind.StaleStatement)]
    public async Task What_failed_before_commit_is_sent_again(FailureKind kind)
    {
        await using var rig = new WriterRig();
        rig.Inserter.Then(FakeBatchInserter.Fail(kind)).Then(FakeBatchInserter.Fail(kind));
        var write = rig.WriteAsync(1, cancellationToken: Token);

        await rig.PassTimeUntilAsync(() => write.IsCompleted);

        await write;
        Assert.Equal(3, rig.Inserter.Attempts.Count);
        Assert.Equal(2, rig.Now.Retries);
        Assert.Equal([1], rig.Inserter.Stored);
    }

    [Theory]
    [InlineData(FailureKind.RolledBack)]
    [InlineData(FailureKind.Unavailable)]
    public async Task An_error_that_answers_COMMIT_is_a_rollback_and_sent_again(FailureKind kind)
    {
        await using var rig = new WriterRig();
        rig.Inserter.Then(FakeBatchInserter.FailAfterCommit(kind, stored: false));
        var write = rig.WriteAsync(1, cancellationToken: Token);

        await rig.PassTimeUntilAsync(() => write.IsCompleted);

        await write;
        Assert.Equal(1, rig.Inserter.MostCopies);
    }

    [Theory]
    [InlineData(FailureKind.ConnectionLost, true)]
    [InlineData(FailureKind.ConnectionLost, false)]
    [InlineData(FailureKind.Unknown, true)]
    [InlineData(FailureKind.Cancelled, false)]
    public async Task What_failed_after_commit_was_sent_is_unknown_and_never_sent_again(FailureKind kind, bool stored)
    {
        await using var rig = new WriterRig();
        rig.Inserter.Then(FakeBatchInserter.FailAfterCommit(kind, stored));

        var error = await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => rig.WriteAsync(1, cancellationToken: Token));
        await rig.WriteAsync(2, cancellationToken: Token);

        Assert.Equal(RowOutcome.Unknown, error.Outcome);
        Assert.Equal([[1], [2]], rig.Inserter.Attempts);
        Assert.Equal(1L, rig.Now.Unknown);
    }

    [Fact]
    public async Task A_fatal_error_stops_the_writer_and_all_queued_rows_fail_fast()
    {
        await using var rig = new WriterRig();
        var rows = await WriteBehindAsync(rig, Enumerable.Range(1, 20), FakeBatchInserter.Fail(FailureKind.Fatal));

        Assert.Equal(Enumerable.Range(1, 20), await FailedAsync<RowNotPersistedException>(rows));
        await Assert.ThrowsAsync<RowNotPersistedException>(() => rig.WriteAsync(21, cancellationToken: Token));
        await Assert.ThrowsAsync<RowNotPersistedException>(async () => await rig.Writer.EnqueueAsync(new Row(22), Token));
        await rig.FlushAsync();
        Assert.Equal([0], rig.Inserter.Stored);
        Assert.Equal((2, 0L), (rig.Inserter.Attempts.Count, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task A_fatal_error_also_ends_the_rows_that_were_still_to_be_batched()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 5);
        var rows = await WriteBehindAsync(rig, Enumerable.Range(1, 20), FakeBatchInserter.Fail(FailureKind.Fatal));

        Assert.Equal(Enumerable.Range(1, 20), await FailedAsync<RowNotPersistedException>(rows));
        Assert.Equal(2, rig.Inserter.Attempts.Count);
    }

    [Fact]
    public async Task At_DeliveryTimeout_only_the_rows_whose_time_is_up_are_given_up()
    {
        await using var rig = new WriterRig(static o => o.DeliveryTimeout = TimeSpan.FromSeconds(60));
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, cancellationToken: Token);
        await gate.Reached;
        var old = rig.WriteAsync(1, cancellationToken: Token);
        rig.Time.Advance(TimeSpan.FromSeconds(40));
        var young = rig.WriteAsync(2, cancellationToken: Token);
        rig.Inserter.Otherwise = FakeBatchInserter.Fail(FailureKind.ConnectionLost);
        gate.Open();
        await first;

        await rig.PassTimeUntilAsync(() => old.IsCompleted);
        Assert.False(young.IsCompleted);
        rig.Inserter.Otherwise = FakeBatchInserter.Commit;
        await rig.PassTimeUntilAsync(() => young.IsCompleted);

        var error = await Assert.ThrowsAsync<RowNotPersistedException>(() => old);
        await young;
        Assert.Contains("DeliveryTimeout (00:01:00)", error.Message, StringComparison.Ordinal);
        Assert.Contains("the fake says ConnectionLost", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 2], rig.Inserter.Stored);
    }

    [Fact]
    public async Task While_no_connection_can_be_opened_rows_wait_and_a_rejected_login_stops_the_writer()
    {
        await using var rig = new WriterRig();
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.ConnectionLost);
        var write = rig.WriteAsync(1, cancellationToken: Token);
        await rig.PassTimeUntilAsync(() => rig.Now.Retries >= 2);
        Assert.False(write.IsCompleted);

        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Fatal);
        await rig.PassTimeUntilAsync(() => write.IsCompleted);

        await Assert.ThrowsAsync<RowNotPersistedException>(() => write);
        Assert.Empty(rig.Inserter.Attempts);
    }

    [Fact]
    public async Task A_connection_in_doubt_is_not_used_for_the_next_attempt()
    {
        await using var rig = new WriterRig();
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.ConnectionLost)).Then(FakeBatchInserter.Fail(FailureKind.RolledBack));
        var write = rig.WriteAsync(1, cancellationToken: Token);
        await rig.PassTimeUntilAsync(() => write.IsCompleted);
        await write;

        Assert.Equal((2, 1, 0), (rig.Provider.Opens, rig.Provider.Closes, rig.Provider.Resets));
    }

    private static async Task<(int Id, Task Write)[]> WriteBehindAsync(
        WriterRig rig, IEnumerable<int> ids, Func<FakeBatch, CancellationToken, ValueTask>? then = null)
    {
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0);
        await gate.Reached;
        var rows = ids.Select(id => (id, rig.WriteAsync(id))).ToArray();
        if (then is not null)
        {
            rig.Inserter.Then(then);
        }

        gate.Open();
        await first;
        return rows;
    }

    private static async Task<int[]> FailedAsync<TException>((int Id, Task Write)[] rows)
        where TException : RowWriteException
    {
        var failed = new List<int>();
        foreach (var (id, write) in rows)
        {
            try
            {
                await write;
            }
            catch (TException error)
            {
                Assert.NotNull(error.Failure.Message);
                failed.Add(id);
            }
        }

        return [.. failed];
    }

    [Fact]
    public async Task A_connection_closed_under_its_commit_leaves_the_row_unknown_and_the_writer_alive()
    {
        await using var rig = new WriterRig();
        rig.Inserter.Then(static (batch, _) =>
        {
            batch.CommitIsSent();
            throw new ObjectDisposedException("connection");
        });

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => rig.WriteAsync(1, cancellationToken: TestContext.Current.CancellationToken));
        await rig.WriteAsync(2, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([2], rig.Inserter.Stored);
    }

    [Fact]
    public async Task Whoever_is_told_that_the_writer_stopped_finds_it_closed()
    {
        Exception? next = null;
        WriterRig? rig = null;
        await using var stopped = rig = new WriterRig(o => o.DeadLetter = async (_, ct) =>
            next ??= await Record.ExceptionAsync(async () => await rig!.Writer.EnqueueAsync(new Row(2), ct)));
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.Fatal));

        await rig.Writer.EnqueueAsync(new Row(1), TestContext.Current.CancellationToken);
        await rig.FlushAsync();

        Assert.IsType<RowNotPersistedException>(next);
    }
}
