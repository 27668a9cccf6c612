using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What of the caller's code a writer calls may throw, or never come back: it costs a row or nothing.</summary>
public sealed class WriterCallbackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("throws")]
    [InlineData("cancels")]
    [InlineData("hash")]
    public async Task A_partition_that_cannot_be_read_costs_its_row(string how)
    {
        var letters = new List<FailedRow<Row>>();
        await using var rig = new WriterRig(o =>
        {
            o.PartitionBy = r => r.Id != 3 ? r.Id : how switch
            {
                "throws" => throw new TimeoutException("odd"),
                "cancels" => throw new OperationCanceledException("odd"),
                _ => new BadHash(),
            };
            o.DeadLetter = (failed, _) =>
            {
                letters.Add(failed);
                return default;
            };
        });

        var written = await Assert.ThrowsAsync<RowRejectedException>(() => rig.WriteAsync(3, cancellationToken: Token));
        var enqueued = await Assert.ThrowsAsync<RowRejectedException>(async () => await rig.Writer.EnqueueAsync(new Row(3), Token));
        var summary = await rig.Writer.WriteManyAsync(Rows(1, 5), Token);

        Assert.All([written, enqueued], static e => Assert.True(e.InnerException is TimeoutException or OperationCanceledException));
        Assert.Equal((4L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal([1, 2, 4, 5], rig.Inserter.Stored);
        Assert.Equal((7L, 4L, 3L, 0L, 0L), (rig.Now.Admitted, rig.Now.Committed, rig.Now.Rejected, rig.Now.Queued, rig.Now.QueuedBytes));
        Assert.Equal(3, Assert.Single(letters).Row.Id);
        await rig.Writer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.WriteAsync(3, cancellationToken: Token));
    }

    [Fact]
    public async Task A_getter_that_throws_while_a_row_is_measured_costs_its_row()
    {
        var letters = 0;
        await using var rig = new WriterRig();
        rig.Options.DeadLetter = (_, _) =>
        {
            letters++;
            return default;
        };
        var map = new TableMap<Row>(
            new TableName("rows"),
            [ColumnMap<Row>.Create("id", static r => r.Id), ColumnMap<Row>.CreateReference("name", static r => r.Id == 3 ? throw new OperationCanceledException() : "x")]);
        await using var writer = rig.Database.CreateWriter(map, rig.Options);

        var written = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(new Row(3), Token));
        var enqueued = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.EnqueueAsync(new Row(3), Token));
        var summary = await writer.WriteManyAsync(Rows(1, 5), Token);

        Assert.All([written, enqueued], static e => Assert.IsType<OperationCanceledException>(e.InnerException));
        Assert.Equal((4L, 1L, 3L, 1), (summary.Committed, summary.Rejected, writer.Statistics.Rejected, letters));
    }

    [Fact]
    public async Task A_key_whose_hash_throws_costs_its_row()
    {
        await using var rig = new WriterRig(static o => o.PartitionBy = static r => r.Id == 3 ? new BadHash() : r.Id);

        var summary = await rig.Writer.WriteManyAsync(Rows(1, 5), Token);

        Assert.Equal((4L, 1L), (summary.Committed, summary.Rejected));
    }

    [Theory]
    [InlineData("current")]
    [InlineData("move")]
    [InlineData("dispose")]
    [InlineData("null")]
    public async Task What_a_source_gave_before_it_failed_is_written(string how)
    {
        await using var rig = new WriterRig();

        var error = await Record.ExceptionAsync(async () => await rig.Writer.WriteManyAsync((IEnumerable<Row>)new BrokenSource(how, 4), Token));
        var second = await Record.ExceptionAsync(async () => await rig.Writer.WriteManyAsync((IAsyncEnumerable<Row>)new BrokenSource(how, 4), Token));

        Assert.Equal([how == "null" ? typeof(ArgumentNullException) : typeof(TimeoutException)], new[] { error?.GetType(), second?.GetType() }.Distinct());
        Assert.Equal([1, 2, 3, 4], rig.Inserter.Stored);
        Assert.Equal((8L, 0L, 0L), (rig.Now.Committed, rig.Now.Queued, rig.Now.QueuedBytes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dead_letter_handler_that_never_returns_is_left_behind(bool blocks)
    {
        using var forever = new ManualResetEventSlim();
        CancellationToken told = default;
        await using var rig = new WriterRig(o =>
        {
            o.SendTimeout = TimeSpan.FromSeconds(60);
            o.DeadLetter = (_, ct) =>
            {
                told = ct;
                if (blocks)
                {
                    forever.Wait(CancellationToken.None);
                    return default;
                }

                return new ValueTask(new TaskCompletionSource().Task);
            };
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([1], named: false);

        await rig.Writer.EnqueueAsync(new Row(1), Token);
        var next = rig.WriteAsync(2, cancellationToken: Token);
        await rig.PassTimeUntilAsync(() => next.IsCompleted);
        await next;

        Assert.True(told.IsCancellationRequested);
        Assert.Equal([2], rig.Inserter.Stored);
        forever.Set();
    }

    [Fact]
    public async Task A_writer_is_disposed_although_its_dead_letter_handler_never_returns()
    {
        await using var rig = new WriterRig(static o =>
        {
            o.SendTimeout = TimeSpan.FromDays(1);
            o.DeadLetter = static (_, _) => new ValueTask(new TaskCompletionSource().Task);
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([1], named: false);
        await rig.Writer.EnqueueAsync(new Row(1), Token);

        var disposing = rig.Writer.DisposeAsync().AsTask();
        await rig.PassTimeUntilAsync(() => disposing.IsCompleted);
        await disposing;
    }

    [Fact]
    public async Task Dead_letters_come_one_at_a_time_although_many_batches_fail_at_once()
    {
        var (inside, most, letters) = (0, 0, 0);
        var inserter = new FakeBatchInserter { MaxBusy = 8, Otherwise = FakeBatchInserter.Reject([.. Enumerable.Range(1, 400)], named: true) };
        await using var rig = new WriterRig(inserter: inserter, configure: o =>
        {
            (o.MaxInFlight, o.MaxBatchRows, o.PartitionBy) = (8, 5, static r => r.Id);
            o.DeadLetter = async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                letters++;
                Interlocked.Decrement(ref inside);
            };
        });

        var summaries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await rig.Writer.WriteManyAsync(Rows((i * 50) + 1, 50), Token))));

        Assert.Equal((400, 1, 400L), (letters, most, summaries.Sum(static s => s.Rejected)));
    }

    [Fact]
    public async Task A_key_that_cannot_be_compared_leaves_the_batch_in_its_order()
    {
        var throws = false;
        var map = new TableMap<Row>(
            new TableName("rows"),
            [ColumnMap<Row>.Create("id", r => throws ? throw new TimeoutException() : r.Id, new ColumnTraits { IsKey = true })]);
        await using var rig = new WriterRig();
        await using var writer = rig.Database.CreateWriter(map, rig.Options);
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.RolledBack));
        throws = true;

        var writing = writer.WriteManyAsync(Rows(1, 5), Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted);

        Assert.Equal(5, (await writing).Committed);
    }

    [Fact]
    public async Task A_getter_that_throws_while_the_rejected_row_is_looked_for_harms_no_row()
    {
        await using var rig = new WriterRig();
        rig.Inserter.OnFindRejected = static () => throw new TimeoutException();
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([3], named: false);

        var summary = await rig.Writer.WriteManyAsync(Rows(1, 8), Token);

        Assert.Equal((7L, 1L), (summary.Committed, summary.Rejected));
    }

    private static IEnumerable<Row> Rows(int first, int count) => Enumerable.Range(first, count).Select(static i => new Row(i));

    private sealed class BadHash
    {
        public override bool Equals(object? obj) => false;

        public override int GetHashCode() => throw new TimeoutException();
    }

    /// <summary>Gives some rows and fails in one way.</summary>
    private sealed class BrokenSource(string how, int good) : IEnumerable<Row>, IEnumerator<Row>, IAsyncEnumerable<Row>, IAsyncEnumerator<Row>
    {
        private int _next;

        public Row Current => _next <= good ? new Row(_next) : how == "null" ? null! : throw new TimeoutException();

        object System.Collections.IEnumerator.Current => Current;

        public bool MoveNext() => ++_next <= good || (how != "dispose" && (how == "move" ? throw new TimeoutException() : true));

        public ValueTask<bool> MoveNextAsync() => new(MoveNext());

        public void Reset() => _next = 0;

        public IEnumerator<Row> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;

        public IAsyncEnumerator<Row> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public void Dispose()
        {
            if (how == "dispose")
            {
                throw new TimeoutException();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
