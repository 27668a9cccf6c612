using DataAccess.Writing.Queue;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What becomes of a row that the queue has no room for.</summary>
public sealed class FullModeTests
{
    private static readonly int RowBytes = Row.Overhead + WriterQueue<Row>.PlaceBytes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fail_refuses_it_at_once_and_names_the_option()
    {
        await using var rig = Rig(QueueFullMode.Fail);
        var (gate, writes) = await FillAsync(rig);

        var error = await Assert.ThrowsAsync<QueueFullException>(() => rig.WriteAsync(9, cancellationToken: Token));

        Assert.Contains($"FullMode is Fail: {3 * RowBytes} bytes of QueueBytes ({3 * RowBytes})", error.Message, StringComparison.Ordinal);
        gate.Open();
        await Task.WhenAll(writes);
        Assert.Equal((3L, 0L), (rig.Now.Admitted, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task DropOldest_gives_up_the_oldest_row_that_is_not_in_a_batch()
    {
        var letters = new List<FailedRow<Row>>();
        await using var rig = Rig(QueueFullMode.DropOldest, letters);
        var (gate, writes) = await FillAsync(rig);

        var newest = rig.WriteAsync(9, cancellationToken: Token);

        var error = await Assert.ThrowsAsync<RowNotPersistedException>(() => writes[1]);
        Assert.Contains("DropOldest", error.Message, StringComparison.Ordinal);
        gate.Open();
        await Task.WhenAll(writes[0], writes[2], newest);
        Assert.Equal([0, 2, 9], rig.Inserter.Stored);
        Assert.Empty(letters);
        Assert.Equal((4L, 1L, 0L), (rig.Now.Admitted, rig.Now.NotPersisted, rig.Now.QueuedBytes));
    }

    [Fact]
    public async Task DropOldest_waits_where_all_rows_are_in_batches()
    {
        await using var rig = Rig(QueueFullMode.DropOldest);
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, 2 * RowBytes, Token);
        await gate.Reached;

        var second = rig.WriteAsync(1, RowBytes, Token);
        Assert.False(second.IsCompleted);
        gate.Open();

        await Task.WhenAll(first, second);
        Assert.Equal([0, 1], rig.Inserter.Stored);
    }

    [Theory]
    [InlineData(QueueFullMode.Fail)]
    [InlineData(QueueFullMode.DropOldest)]
    public async Task A_stream_waits_whatever_it_says_with_partitions_too(QueueFullMode whenFull)
    {
        await using var rig = new WriterRig(o =>
            (o.FullMode, o.QueueBytes, o.MaxBatchBytes, o.PartitionBy) = (whenFull, 3 * RowBytes, 3 * RowBytes, static row => row.Id % 2));
        var gate = rig.Inserter.HoldNext();
        var stream = rig.Writer.WriteManyAsync(Enumerable.Range(0, 10).Select(static i => new Row(i)), Token).AsTask();
        await gate.Reached;
        gate.Open();

        var summary = await stream.WaitAsync(Eventually.Patience, Token);

        Assert.Equal((10L, 10L), (summary.Committed, summary.Rows));
    }

    [Fact]
    public async Task DropOldest_passes_over_rows_that_were_cancelled()
    {
        await using var rig = Rig(QueueFullMode.DropOldest);
        using var cancel = new CancellationTokenSource();
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, cancellationToken: Token);
        await gate.Reached;
        var cancelled = rig.WriteAsync(1, cancellationToken: cancel.Token);
        var dropped = rig.WriteAsync(2, cancellationToken: Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var newest = rig.WriteAsync(3, RowBytes, Token);
        await Assert.ThrowsAsync<RowNotPersistedException>(() => dropped);
        gate.Open();

        await Task.WhenAll(first, newest);
        Assert.Equal([0, 3], rig.Inserter.Stored);
        Assert.Equal(0, rig.Now.QueuedBytes);
    }

    [Fact]
    public async Task Rows_that_wait_for_room_are_admitted_in_the_order_they_came_in()
    {
        await using var rig = new WriterRig(static o => (o.QueueBytes, o.MaxBatchBytes, o.PartitionBy) = (3 * RowBytes, 3 * RowBytes, static _ => 1));
        var (gate, writes) = await FillAsync(rig);
        var late = Enumerable.Range(3, 200).Select(id => rig.WriteAsync(id)).ToArray();

        gate.Open();

        await Task.WhenAll([.. writes, .. late]);
        Assert.Equal(Enumerable.Range(0, 203), rig.Inserter.Attempts.SelectMany(static a => a));
    }

    [Fact]
    public async Task A_partition_function_that_throws_takes_nothing()
    {
        await using var rig = new WriterRig(static o => o.PartitionBy = static r => r.Id == 7 ? throw new InvalidOperationException("no key") : 1);

        await Assert.ThrowsAsync<RowRejectedException>(() => rig.WriteAsync(7, cancellationToken: Token));
        await rig.WriteAsync(8, cancellationToken: Token);
        await rig.FlushAsync();

        Assert.Equal((2L, 1L, 0L, 0L), (rig.Now.Admitted, rig.Now.Rejected, rig.Now.Queued, rig.Now.QueuedBytes));
    }

    private static WriterRig Rig(QueueFullMode whenFull, List<FailedRow<Row>>? letters = null) => new(o =>
    {
        (o.FullMode, o.QueueBytes, o.MaxBatchBytes) = (whenFull, 3 * RowBytes, 3 * RowBytes);
        o.DeadLetter = (letter, _) =>
        {
            letters?.Add(letter);
            return default;
        };
    });

    /// <summary>One row in flight and two queued: no room for another.</summary>
    private static async Task<(Gate Gate, Task[] Writes)> FillAsync(WriterRig rig)
    {
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0);
        await gate.Reached;
        return (gate, [first, rig.WriteAsync(1), rig.WriteAsync(2)]);
    }
}
