using System.Runtime.CompilerServices;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Rows of a sequence go straight into batches, and each is counted once.</summary>
public sealed class WriteManyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_rows_are_committed_in_full_batches_and_counted()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 100);

        var summary = await rig.Writer.WriteManyAsync(Rows(1, 250), Token);

        Assert.Equal((250L, 250L, 3L, true), (summary.Rows, summary.Committed, summary.Batches, summary.IsComplete));
        Assert.Equal([100, 100, 50], rig.Inserter.Attempts.Select(static a => a.Length));
        Assert.Equal(Enumerable.Range(1, 250), rig.Inserter.Stored);
        Assert.Equal((250L, 250L, 0L, 0L), (rig.Now.Admitted, rig.Now.Committed, rig.Now.Queued, rig.Now.QueuedBytes));
        summary.ThrowIfIncomplete();
    }

    [Fact]
    public async Task Rows_that_come_slowly_are_written_too()
    {
        await using var rig = new WriterRig();

        var summary = await rig.Writer.WriteManyAsync(SlowRowsAsync(1, 30, Token), Token);

        Assert.Equal(30, summary.Committed);
        Assert.Equal(Enumerable.Range(1, 30), rig.Inserter.Stored);
    }

    [Fact]
    public async Task Rows_do_not_wait_for_a_source_that_waits_itself()
    {
        await using var rig = new WriterRig();
        var goOn = new TaskCompletionSource();
        var writing = rig.Writer.WriteManyAsync(PausingRowsAsync(goOn.Task), Token).AsTask();

        await rig.PassTimeUntilAsync(() => rig.Now.Committed == 3, seconds: 0.02);
        Assert.False(writing.IsCompleted);
        goOn.SetResult();

        Assert.Equal(4, (await writing.WaitAsync(Eventually.Patience, Token)).Committed);
        Assert.Equal([3, 1], rig.Inserter.Attempts.Select(static a => a.Length));
    }

    [Fact]
    public async Task A_source_that_throws_is_disposed()
    {
        await using var rig = new WriterRig();
        var disposed = new TaskCompletionSource();

        await Assert.ThrowsAsync<InvalidDataException>(async () => await rig.Writer.WriteManyAsync(PausingRowsAsync(Task.FromException(new InvalidDataException()), disposed), Token));
        Assert.True(disposed.Task.IsCompleted);

        var source = new FailingRows();
        await Assert.ThrowsAsync<InvalidDataException>(async () => await rig.Writer.WriteManyAsync((IAsyncEnumerable<Row>)source, Token));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await rig.Writer.WriteManyAsync((IEnumerable<Row>)source, Token));
        Assert.Equal(2, source.Disposed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_that_ignores_its_token_is_left_and_disposed_when_it_answers(bool answersLate)
    {
        await using var rig = new WriterRig();
        using var cancel = new CancellationTokenSource();
        var (goOn, disposed) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writing = rig.Writer.WriteManyAsync(PausingRowsAsync(goOn.Task, disposed), cancel.Token).AsTask();
        await rig.PassTimeUntilAsync(() => rig.Now.Committed == 3, seconds: 0.02);

        await cancel.CancelAsync();
        if (answersLate)
        {
            await rig.PassTimeUntilAsync(() => writing.IsCompleted);
            Assert.False(disposed.Task.IsCompleted);
        }

        goOn.SetResult();
        await disposed.Task.WaitAsync(Eventually.Patience, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Eventually.Patience, Token));
    }

    [Fact]
    public async Task No_rows_are_no_batch()
    {
        await using var rig = new WriterRig();

        var summary = await rig.Writer.WriteManyAsync([], Token);

        Assert.Equal((0L, 0L, true), (summary.Rows, summary.Batches, summary.IsComplete));
        Assert.Empty(rig.Inserter.Attempts);
    }

    [Fact]
    public async Task Rejected_rows_are_counted_reported_and_harm_nobody()
    {
        var letters = new List<int>();
        await using var rig = new WriterRig(o =>
        {
            o.MaxBatchRows = 50;
            o.DeadLetter = (letter, _) =>
            {
                letters.Add(letter.Row.Id);
                return default;
            };
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([7, 60, 61, 62, 63, 64, 65, 66, 99], named: true);

        var summary = await rig.Writer.WriteManyAsync(Rows(1, 100), Token);

        Assert.Equal((91L, 9L), (summary.Committed, summary.Rejected));
        Assert.Equal([7, 60, 61, 62, 63, 64, 65, 66, 99], letters.Order());
        Assert.Equal("F0001", summary.FirstFailure!.Value.Code);
        var error = Assert.Throws<RowRejectedException>(summary.ThrowIfIncomplete);
        Assert.Contains("of 100 rows, 9 were rejected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_caller_is_told_which_rows_failed_and_nobody_else_is(bool partitioned, bool isAsync)
    {
        var letters = 0;
        var told = new List<FailedRow<Row>>();
        await using var rig = new WriterRig(o =>
        {
            (o.MaxBatchRows, o.QueueBytes, o.MaxBatchBytes) = (50, 100_000, 100_000);
            o.PartitionBy = partitioned ? static r => r.Id % 7 : null;
            o.DeadLetter = (_, _) =>
            {
                letters++;
                return default;
            };
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([7, 60, 61, 99], named: true);
        var rows = Rows(1, 100).Select(static r => r.Id == 30 ? new Row(30, 200_000) : r);

        var summary = isAsync ? await rig.Writer.WriteManyAsync(rows.ToAsyncEnumerable(), TellAsync, Token) : await rig.Writer.WriteManyAsync(rows, TellAsync, Token);

        Assert.Equal([(6L, 7), (29, 30), (59, 60), (60, 61), (98, 99)], told.Select(static f => (f.Index!.Value, f.Row.Id)).Order());
        Assert.All(told, static f => Assert.Equal((RowOutcome.Rejected, FailureKind.Rejected), (f.Outcome, f.Failure.Kind)));
        Assert.All(told, static f => Assert.Equal(f.Row.Id == 30, f.Exception is null));
        Assert.Equal([6, 29, 59, 60, 98], summary.Failures.Select(static f => f.Index));
        Assert.Equal((0, 95L, 5L, 0L), (letters, summary.Committed, summary.Rejected, summary.FailuresNotKept));

        ValueTask TellAsync(FailedRow<Row> failed, CancellationToken cancellationToken)
        {
            told.Add(failed);
            return default;
        }
    }

    [Fact]
    public async Task A_summary_keeps_the_first_hundred_failures_and_counts_the_others()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 50);
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([.. Enumerable.Range(1, 1_000)], named: true);

        var summary = await rig.Writer.WriteManyAsync(Rows(1, 150), Token);

        Assert.Equal((100, 50L, 150L), (summary.Failures.Count, summary.FailuresNotKept, summary.Rejected));
        Assert.Equal(summary.Failures.Select(static f => f.Index).Order().Distinct(), summary.Failures.Select(static f => f.Index));
    }

    [Fact]
    public async Task A_handler_that_throws_ends_the_call_and_the_rows_after_it_are_dead_letters()
    {
        var letters = new List<int>();
        await using var rig = new WriterRig(o =>
        {
            (o.MaxBatchRows, o.MaxInFlight) = (10, 1);
            o.DeadLetter = (letter, _) =>
            {
                letters.Add(letter.Row.Id);
                return default;
            };
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([3, 5], named: true);
        var read = 0;

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await rig.Writer.WriteManyAsync(
            Rows(1, 1_000_000).Select(r => new Row(read = r.Id)),
            static (failed, _) => throw new InvalidDataException($"row {failed.Row.Id}"),
            Token));

        Assert.Equal(("row 3", 5), (error.Message, Assert.Single(letters)));
        Assert.InRange(read, 10, 999_999);
        Assert.Equal(read - 2, rig.Now.Committed);
        Assert.Equal((0L, 0L), (rig.Now.Queued, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task A_call_that_was_cancelled_is_told_nothing_more_and_its_rows_are_dead_letters()
    {
        var (told, letters) = (0, 0);
        await using var rig = new WriterRig(o => o.DeadLetter = (_, _) =>
        {
            letters++;
            return default;
        });
        var gate = new Gate();
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([2], named: true);
        rig.Inserter.Then(async (_, ct) =>
        {
            await gate.PassAsync(ct);
            throw new FakeException(FailureKind.Rejected, 1);
        });
        using var cancel = new CancellationTokenSource();
        var writing = rig.Writer.WriteManyAsync(
            Rows(1, 3),
            (_, _) =>
            {
                told++;
                return default;
            },
            cancel.Token).AsTask();
        await gate.Reached;

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        gate.Open();
        await rig.FlushAsync();

        Assert.Equal((0, 1, 2L), (told, letters, rig.Now.Committed));
    }

    [Fact]
    public async Task A_row_larger_than_the_queue_is_rejected_alone()
    {
        await using var rig = new WriterRig(static o => (o.MaxBatchBytes, o.QueueBytes) = (100, 500));

        var summary = await rig.Writer.WriteManyAsync([new Row(1), new Row(2, 1_000), new Row(3)], Token);

        Assert.Equal((2L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal([1, 3], rig.Inserter.Stored);
        Assert.Equal(0, rig.Now.QueuedBytes);
    }

    [Fact]
    public async Task What_was_read_before_the_source_failed_is_written_and_its_exception_thrown()
    {
        await using var rig = new WriterRig();

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await rig.Writer.WriteManyAsync(Rows(1, 20).Select(static r => r.Id < 11 ? r : throw new InvalidDataException("row 11")), Token));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await rig.Writer.WriteManyAsync(FailingRowsAsync(), Token));

        Assert.Equal("row 11", error.Message);
        Assert.Equal([.. Enumerable.Range(1, 10), 100], rig.Inserter.Stored);
    }

    [Fact]
    public async Task A_cancel_stops_reading_and_what_was_sent_still_goes()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 10);
        using var cancel = new CancellationTokenSource();
        var gate = rig.Inserter.HoldNext();
        var read = 0;
        var writing = rig.Writer.WriteManyAsync(Rows(1, 1_000).Select(r => { read = r.Id; return r; }), cancel.Token).AsTask();
        await gate.Reached;

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        gate.Open();
        await rig.FlushAsync();

        // One batch in flight, one filled, and the row that found it full.
        Assert.InRange(read, 10, 21);
        Assert.Equal(Enumerable.Range(1, 10), rig.Inserter.Stored);
        Assert.Equal((10L, 0L), (rig.Now.Admitted, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task It_waits_for_room_and_leaves_room_to_others()
    {
        await using var rig = new WriterRig(static o => (o.MaxBatchBytes, o.QueueBytes, o.FullMode) = (100, 600, QueueFullMode.Fail));
        var gate = rig.Inserter.HoldNext();
        var writing = rig.Writer.WriteManyAsync(Rows(1, 200), Token).AsTask();
        await gate.Reached;

        Assert.InRange(rig.Now.QueuedBytes, 1, 600);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(writing.IsCompleted);
        gate.Open();

        Assert.Equal(200, (await writing).Committed);
    }

    [Fact]
    public async Task A_writer_that_stops_says_so()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 10);
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.Fatal));

        var error = await Record.ExceptionAsync(async () => (await rig.Writer.WriteManyAsync(Rows(1, 1_000), Token)).ThrowIfIncomplete());

        // A batch before may still be told that it is not written.
        await rig.Writer.DisposeAsync();
        Assert.Equal(FailureKind.Fatal, Assert.IsType<RowNotPersistedException>(error).Failure.Kind);
        Assert.Equal((0L, 0L), (rig.Now.Committed, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task With_partitions_the_order_of_each_key_is_kept_and_all_are_counted()
    {
        await using var rig = new WriterRig(static o => (o.MaxInFlight, o.PartitionBy, o.MaxBatchRows) = (4, static r => r.Id % 3, 10));
        rig.Inserter.MaxBusy = 2;
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([33], named: false);

        var summary = await rig.Writer.WriteManyAsync(Rows(1, 300), Token);

        Assert.Equal((299L, 1L), (summary.Committed, summary.Rejected));
    }

    private static IEnumerable<Row> Rows(int first, int count) => Enumerable.Range(first, count).Select(static i => new Row(i));

    private static async IAsyncEnumerable<Row> SlowRowsAsync(int first, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var row in Rows(first, count))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static async IAsyncEnumerable<Row> PausingRowsAsync(Task goOn, TaskCompletionSource? disposed = null)
    {
        try
        {
            yield return new Row(1);
            yield return new Row(2);
            yield return new Row(3);
            await goOn;
            yield return new Row(4);
        }
        finally
        {
            disposed?.TrySetResult();
        }
    }

    private static async IAsyncEnumerable<Row> FailingRowsAsync()
    {
        await Task.Yield();
        yield return new Row(100);
        throw new InvalidDataException("after the first");
    }

    /// <summary>Both kinds of a source whose first step throws, without an iterator that ends itself.</summary>
    private sealed class FailingRows : IAsyncEnumerable<Row>, IAsyncEnumerator<Row>, IEnumerable<Row>, IEnumerator<Row>
    {
        public int Disposed { get; private set; }

        public Row Current => throw new InvalidOperationException();

        object System.Collections.IEnumerator.Current => Current;

        public IAsyncEnumerator<Row> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => throw new InvalidDataException();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        public IEnumerator<Row> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;

        public bool MoveNext() => throw new InvalidDataException();

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => Disposed++;
    }
}
