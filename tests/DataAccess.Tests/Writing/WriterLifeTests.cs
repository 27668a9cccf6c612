using DataAccess.Writing.Queue;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Cancels, a full queue, dead letters, and the end of the writer.</summary>
public sealed class WriterLifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_cancelled_while_queued_is_not_written_and_gives_its_room_back()
    {
        await using var rig = new WriterRig();
        using var cancel = new CancellationTokenSource();
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, cancellationToken: Token);
        await gate.Reached;
        var before = rig.Now.QueuedBytes;
        var cancelled = rig.WriteAsync(1, bytes: 500, cancel.Token);
        var kept = rig.WriteAsync(2, cancellationToken: Token);

        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(cancel.Token, error.CancellationToken);
        // The cancelled row's place in the channel is free once the writer has passed over it.
        Assert.Equal(before + Row.Overhead + (2 * WriterQueue<Row>.PlaceBytes), rig.Now.QueuedBytes);
        gate.Open();
        await Task.WhenAll(first, kept);
        Assert.Equal([0, 2], rig.Inserter.Stored);
        Assert.Equal((2L, 1L, 0L), (rig.Now.Committed, rig.Now.NotPersisted, rig.Now.Queued));
        Assert.Equal(0, rig.Now.QueuedBytes);
    }

    [Fact]
    public async Task A_row_cancelled_after_sealing_throws_and_still_goes()
    {
        await using var rig = new WriterRig();
        using var cancel = new CancellationTokenSource();
        var gate = rig.Inserter.HoldNext();
        var write = rig.WriteAsync(1, cancellationToken: cancel.Token);
        await gate.Reached;

        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        gate.Open();
        await rig.FlushAsync();

        Assert.Contains("will still be sent", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], rig.Inserter.Stored);
        Assert.Equal((1L, 0L), (rig.Now.Committed, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_then_names_the_option()
    {
        await using var rig = new WriterRig(static o => (o.MaxBatchBytes, o.QueueBytes) = (100, 100 + (2 * WriterQueue<Row>.PlaceBytes)));
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, bytes: 70, cancellationToken: Token);
        await gate.Reached;
        var rejected = rig.WriteAsync(1, bytes: 20, cancellationToken: Token);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        var patient = rig.WriteAsync(2, cancellationToken: Token);

        rig.Time.Advance(TimeSpan.FromSeconds(20));

        var error = await Assert.ThrowsAsync<QueueFullException>(() => rejected);
        Assert.Contains("160 bytes in its queue within QueueTimeout (00:00:30)", error.Message, StringComparison.Ordinal);
        Assert.Contains("of QueueBytes (356)", error.Message, StringComparison.Ordinal);
        gate.Open();
        await Task.WhenAll(first, patient);
        Assert.Equal([0, 2], rig.Inserter.Stored);
        Assert.Equal((2L, 0L), (rig.Now.Admitted, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task Each_row_that_was_not_committed_is_a_dead_letter_and_its_exception_harms_nobody()
    {
        var letters = new List<FailedRow<Row>>();
        await using var rig = new WriterRig(o => o.DeadLetter = (letter, _) =>
        {
            letters.Add(letter);
            throw new InvalidOperationException("the handler is broken");
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([1, 3], named: true);
        for (var id = 0; id < 5; id++)
        {
            await rig.Writer.EnqueueAsync(new Row(id), Token);
        }

        await rig.FlushAsync();

        Assert.Equal([(1, RowOutcome.Rejected), (3, RowOutcome.Rejected)], letters.Select(static l => (l.Row.Id, l.Outcome)));
        Assert.All(letters, static l => Assert.Equal("F0001", l.Failure.Code));
        Assert.Equal([0, 2, 4], rig.Inserter.Stored);
    }

    [Fact]
    public async Task A_row_whose_caller_was_told_is_no_dead_letter_and_one_whose_caller_left_is()
    {
        var letters = new List<int>();
        await using var rig = new WriterRig(o => o.DeadLetter = (letter, _) =>
        {
            letters.Add(letter.Row.Id);
            return default;
        });
        var gate = new Gate();
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([1, 2, 3], named: true);
        rig.Inserter.Then(async (_, ct) =>
        {
            await gate.PassAsync(ct);
            throw new FakeException(FailureKind.Rejected);
        });
        using var cancel = new CancellationTokenSource();
        var first = rig.WriteAsync(1, cancellationToken: cancel.Token);
        await gate.Reached;
        var stays = rig.WriteAsync(2, cancellationToken: Token);
        await rig.Writer.EnqueueAsync(new Row(3), Token);
        var queued = rig.WriteAsync(4, cancellationToken: cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        gate.Open();
        await Assert.ThrowsAsync<RowRejectedException>(() => stays);
        await rig.FlushAsync();

        Assert.Equal([1, 3], letters);
    }

    [Fact]
    public async Task Dispose_drains_the_queue_and_refuses_what_comes()
    {
        var rig = new WriterRig(static o => o.MaxBatchRows = 3);
        var gate = rig.Inserter.HoldNext();
        var rows = rig.WriteAll(Enumerable.Range(0, 20));
        await gate.Reached;

        var disposing = rig.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.WriteAsync(99, cancellationToken: Token));
        gate.Open();

        await disposing.WaitAsync(Eventually.Patience, Token);
        await Task.WhenAll(rows);
        Assert.Equal(Enumerable.Range(0, 20), rig.Inserter.Stored);
        await rig.Writer.DisposeAsync();
    }

    [Fact]
    public async Task At_the_end_of_DrainTimeout_what_is_left_is_not_persisted()
    {
        var rig = new WriterRig(static o => o.MaxBatchRows = 5);
        rig.Inserter.HoldNext();
        var rows = rig.WriteAll(Enumerable.Range(0, 20));
        var disposing = rig.Writer.DisposeAsync().AsTask();

        await rig.PassTimeUntilAsync(() => disposing.IsCompleted, seconds: 5);

        await disposing;
        foreach (var row in rows)
        {
            await Assert.ThrowsAsync<RowNotPersistedException>(() => row);
        }

        Assert.Empty(rig.Inserter.Stored);
        Assert.Equal((20L, 0L), (rig.Now.NotPersisted, rig.Now.QueuedBytes));
        await rig.Database.DisposeAsync();
        Assert.True(rig.Provider.Resets == 1, "A connection whose batch was cancelled must be reset before others get it.");
    }

    [Fact]
    public async Task At_the_end_of_DrainTimeout_a_row_whose_commit_was_sent_is_unknown()
    {
        var rig = new WriterRig();
        var gate = new Gate();
        rig.Inserter.Then(async (batch, ct) =>
        {
            batch.CommitIsSent();
            await gate.PassAsync(ct);
        });
        var sent = rig.WriteAsync(1, cancellationToken: Token);
        await gate.Reached;
        var queued = rig.WriteAsync(2, cancellationToken: Token);
        var disposing = rig.Writer.DisposeAsync().AsTask();

        await rig.PassTimeUntilAsync(() => disposing.IsCompleted, seconds: 5);

        await disposing;
        await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => sent);
        var error = await Assert.ThrowsAsync<RowNotPersistedException>(() => queued);
        Assert.Contains("DrainTimeout (00:00:30)", error.Message, StringComparison.Ordinal);
        await rig.Database.DisposeAsync();
    }

    [Fact]
    public async Task Dead_letters_have_five_seconds_after_DrainTimeout_all_together()
    {
        var calls = new List<(int Id, bool IsCancelled)>();
        var started = new SemaphoreSlim(0);
        var ends = new TaskCompletionSource();
        WriterRig? rig = null;
        rig = new WriterRig(o => o.DeadLetter = async (letter, ct) =>
        {
            started.Release();
            if (letter.Row.Id == 0)
            {
                await ends.Task;
                calls.Add((0, ct.IsCancellationRequested));
                return;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, ct).ContinueWith(_ => calls.Add((letter.Row.Id, true)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([0, 1, 2], named: true);
        for (var id = 0; id < 3; id++)
        {
            await rig.Writer.EnqueueAsync(new Row(id), Token);
        }

        await started.WaitAsync(Token);
        var disposing = rig.Writer.DisposeAsync().AsTask();
        rig.Time.Advance(rig.Options.DrainTimeout);
        rig.Time.Advance(TimeSpan.FromSeconds(4));
        ends.SetResult();
        await started.WaitAsync(Token);
        Assert.Equal([(0, false)], calls);
        Assert.False(disposing.IsCompleted);

        // The second call is cancelled, and the third is not made.
        await rig.PassTimeUntilAsync(() => disposing.IsCompleted);
        await disposing;
        await Eventually.TrueAsync(() => calls.Count == 2, static () => { });
        Assert.Equal([(0, false), (1, true)], calls);
        Assert.Equal(0, started.CurrentCount);
        await rig.Database.DisposeAsync();
    }

    [Fact]
    public async Task A_row_that_the_hosts_ShutdownTimeout_ends_is_told_so()
    {
        var rig = new WriterRig();
        var gate = new Gate();
        rig.Inserter.Then(async (_, ct) => await gate.PassAsync(ct));
        var sent = rig.WriteAsync(1, cancellationToken: Token);
        await gate.Reached;
        var queued = rig.WriteAsync(2, cancellationToken: Token);
        using var shutdown = new CancellationTokenSource();
        var draining = rig.Writer.DrainAsync(shutdown.Token).AsTask();

        await shutdown.CancelAsync();

        await draining;
        await Assert.ThrowsAsync<RowNotPersistedException>(() => sent);
        var error = await Assert.ThrowsAsync<RowNotPersistedException>(() => queued);
        Assert.Contains("could not be sent within the host's ShutdownTimeout.", error.Message, StringComparison.Ordinal);
        await rig.Database.DisposeAsync();
    }

    [Theory]
    [InlineData(FailureKind.Fatal, FailureKind.Cancelled)]
    [InlineData(FailureKind.RolledBack, FailureKind.RolledBack)]
    public async Task A_failure_at_the_end_of_DrainTimeout_is_told_with_it_and_not_as_the_tables(FailureKind last, FailureKind told)
    {
        var rig = new WriterRig();
        rig.Inserter.Then(async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct).ContinueWith(static _ => { }, TaskScheduler.Default);
            throw new FakeException(last);
        });
        var row = rig.WriteAsync(1, cancellationToken: Token);
        await Eventually.TrueAsync(() => rig.Inserter.Attempts.Count == 1);
        var disposing = rig.Writer.DisposeAsync().AsTask();

        await rig.PassTimeUntilAsync(() => disposing.IsCompleted, seconds: 5);

        await disposing;
        var error = await Assert.ThrowsAsync<RowNotPersistedException>(() => row);
        Assert.Equal(told, error.Failure.Kind);
        Assert.Contains($"DrainTimeout (00:00:30); the last failure was: the fake says {last}", error.Message, StringComparison.Ordinal);
        await rig.Database.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_also_ends_a_wait_between_two_attempts()
    {
        var rig = new WriterRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Fail(FailureKind.ConnectionLost);
        var write = rig.WriteAsync(1, cancellationToken: Token);
        await Eventually.TrueAsync(() => rig.Now.Retries == 1);
        var disposing = rig.Writer.DisposeAsync().AsTask();

        await rig.PassTimeUntilAsync(() => disposing.IsCompleted, seconds: 5);

        await Assert.ThrowsAsync<RowNotPersistedException>(() => write);
        await rig.Database.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_fails_callers_who_wait_for_room()
    {
        var rig = new WriterRig(static o => (o.MaxBatchBytes, o.QueueBytes) = (100, 100 + (2 * WriterQueue<Row>.PlaceBytes)));
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, bytes: 80, cancellationToken: Token);
        await gate.Reached;
        var waiting = rig.WriteAll(Enumerable.Range(1, 5));

        var disposing = rig.DisposeAsync().AsTask();

        foreach (var row in waiting)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => row);
        }

        gate.Open();
        await first;
        await disposing;
        Assert.Equal((1L, 0L), (rig.Now.Admitted, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task A_cancelled_token_admits_nothing()
    {
        await using var rig = new WriterRig();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.WriteAsync(1, cancellationToken: new CancellationToken(true)));

        Assert.Equal(0L, rig.Now.Admitted);
    }

    [Fact]
    public void Options_that_are_not_valid_are_all_named_at_once()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => new BatchingWriterOptions<Row>
        {
            MaxBatchRows = 0,
            QueueBytes = 1,
            DrainTimeout = TimeSpan.Zero,
            Retry = new RetryOptions { BaseDelay = TimeSpan.Zero },
        }.Validated());

        Assert.All(
            ["MaxBatchRows is 0", "QueueBytes is 1", "DrainTimeout is 00:00:00", "Retry.BaseDelay is 00:00:00"],
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_logger_that_throws_costs_no_row(bool isStream)
    {
        await using var rig = new WriterRig(loggers: new ThrowingLoggers());
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.RolledBack));

        // The retry is logged, which fails in the middle of the batch.
        var first = isStream
            ? WriteManyAsync(rig)
            : rig.WriteAsync(1, cancellationToken: Token);
        await rig.PassTimeUntilAsync(() => first.IsCompleted);
        await first;

        rig.Inserter.Otherwise = FakeBatchInserter.Reject([8], named: false);
        await Assert.ThrowsAsync<RowRejectedException>(() => rig.WriteAsync(8, cancellationToken: Token));
        await rig.WriteAsync(9, cancellationToken: Token);
        Assert.Equal([1, 9], rig.Inserter.Stored);
        Assert.Equal((0L, 0L), (rig.Now.Queued, rig.Now.QueuedBytes));

        static async Task WriteManyAsync(WriterRig rig) => (await rig.Writer.WriteManyAsync([new Row(1)], Token)).ThrowIfIncomplete();
    }
}
