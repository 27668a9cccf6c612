using Xunit;

namespace DataAccess.Tests;

/// <summary>Which rows go together, and when.</summary>
public sealed class BatchFormingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_row_goes_at_once_and_the_next_batch_takes_all_that_came_meanwhile()
    {
        await using var rig = new WriterRig();
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, cancellationToken: Token);
        await gate.Reached;
        var others = rig.WriteAll(Enumerable.Range(1, 500));

        gate.Open();
        await first;
        await Task.WhenAll(others);

        Assert.Equal([0], rig.Inserter.Attempts[0]);
        Assert.Equal(Enumerable.Range(1, 500), rig.Inserter.Attempts[1]);
        Assert.Equal(2, rig.Now.Batches);
    }

    [Fact]
    public async Task An_ack_comes_after_commit_and_not_before()
    {
        await using var rig = new WriterRig();
        var gate = rig.Inserter.HoldNext();
        var write = rig.WriteAsync(1, cancellationToken: Token);
        var enqueue = rig.Writer.EnqueueAsync(new Row(2), Token);
        await gate.Reached;

        Assert.False(write.IsCompleted);
        Assert.True(enqueue.IsCompletedSuccessfully);
        await enqueue;
        gate.Open();

        await write;
        Assert.Contains(1, rig.Inserter.Stored);
    }

    [Fact]
    public async Task A_batch_is_limited_by_rows()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 10);
        await WriteBehindAsync(rig, Enumerable.Range(1, 25).Select(static i => (i, 0)));

        Assert.Equal([10, 10, 5], rig.Inserter.Attempts.Skip(1).Select(static a => a.Length));
    }

    [Fact]
    public async Task A_batch_is_limited_by_bytes_and_an_oversized_row_goes_alone()
    {
        await using var rig = new WriterRig(static o => o.MaxBatchBytes = 1_000);
        await WriteBehindAsync(rig, [(1, 400), (2, 400), (3, 400), (4, 5_000), (5, 10)]);

        Assert.Equal([[1, 2], [3], [4], [5]], rig.Inserter.Attempts.Skip(1));
        Assert.Equal(0, rig.Now.QueuedBytes);
    }

    [Fact]
    public async Task A_row_larger_than_the_queue_is_rejected_at_admission()
    {
        await using var rig = new WriterRig(static o => (o.MaxBatchBytes, o.QueueBytes) = (100, 200));

        var error = await Assert.ThrowsAsync<RowRejectedException>(() => rig.WriteAsync(1, bytes: 300, cancellationToken: Token));

        Assert.Contains("QueueBytes is 200", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0L, 1L, 1L), (rig.Inserter.Attempts.Count, rig.Now.QueuedBytes, rig.Now.Admitted, rig.Now.Rejected));
    }

    [Fact]
    public async Task A_null_row_is_rejected()
    {
        await using var rig = new WriterRig();

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await rig.Writer.WriteAsync(null!, Token));
    }

    [Fact]
    public async Task Flush_waits_for_what_was_admitted_before_it_and_for_nothing_later()
    {
        await using var rig = new WriterRig();
        await rig.FlushAsync();
        var first = rig.Inserter.HoldNext();
        await rig.Writer.EnqueueAsync(new Row(1), Token);
        await first.Reached;
        var flush = rig.Writer.FlushAsync(Token).AsTask();
        var second = rig.Inserter.HoldNext();
        var later = rig.WriteAsync(2, cancellationToken: Token);

        Assert.False(flush.IsCompleted);
        first.Open();
        await second.Reached;
        await flush;

        Assert.False(later.IsCompleted);
        second.Open();
        await later;
    }

    [Fact]
    public async Task A_cancelled_flush_harms_no_row()
    {
        await using var rig = new WriterRig();
        var gate = rig.Inserter.HoldNext();
        var write = rig.WriteAsync(1, cancellationToken: Token);
        using var cancel = new CancellationTokenSource();
        var flush = rig.Writer.FlushAsync(cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        gate.Open();
        await write;
    }

    [Fact]
    public async Task Many_flushes_behind_one_slow_row_cost_little_each()
    {
        await using var rig = new WriterRig();
        var gate = rig.Inserter.HoldNext();
        var write = rig.WriteAsync(1, cancellationToken: Token);
        await gate.Reached;

        var flushes = Enumerable.Range(0, 100_000).Select(_ => rig.Writer.FlushAsync(Token).AsTask()).ToArray();
        Assert.DoesNotContain(flushes, static f => f.IsCompleted);
        gate.Open();

        await Task.WhenAll(flushes).WaitAsync(Eventually.Patience, Token);
        await write;
    }

    [Fact]
    public async Task To_write_allocates_next_to_nothing_beyond_the_row()
    {
        await using var rig = new WriterRig(time: TimeProvider.System);
        var gate = rig.Inserter.HoldNext();
        await rig.Writer.EnqueueAsync(new Row(0), Token);
        await gate.Reached;
        Row[] rows = [.. Enumerable.Range(1, 1_000).Select(static i => new Row(i))];
        Assert.True(Enqueue(rig, rows) > 0);
        gate.Open();
        await rig.FlushAsync();

        // The second time there are spare operations. The channel's own segments remain: a few bytes a row.
        gate = rig.Inserter.HoldNext();
        await rig.Writer.EnqueueAsync(new Row(0), Token);
        await gate.Reached;
        var allocated = Enqueue(rig, rows);
        gate.Open();

        Assert.InRange(allocated, 0, 40 * rows.Length);
    }

    private static long Enqueue(WriterRig rig, Row[] rows)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var row in rows)
        {
            var pending = rig.Writer.EnqueueAsync(row, CancellationToken.None);
            Assert.True(pending.IsCompletedSuccessfully);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Writes rows that all wait behind a batch in flight.</summary>
    private static async Task WriteBehindAsync(WriterRig rig, IEnumerable<(int Id, int Bytes)> rows)
    {
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0);
        await gate.Reached;
        var others = rows.Select(r => rig.WriteAsync(r.Id, r.Bytes)).ToArray();
        gate.Open();
        await first;
        await Task.WhenAll(others);
    }
}
