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

    private static async IAsyncEnumerable<Row> FailingRowsAsync()
    {
        await Task.Yield();
        yield return new Row(100);
        throw new InvalidDataException("after the first");
    }
}
