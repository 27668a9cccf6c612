using DataAccess.Conformance.Faults;
using DataAccess.Connections;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Each option of the writer does what it says, seen in the database.</summary>
public abstract partial class WriterOptionsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()})");

    [Fact]
    public async Task MaxBatchRows_and_MaxBatchBytes_cut_a_stream()
    {
        await using var byRows = Db.CreateWriter<Reading>(new() { MaxBatchRows = 30 });
        await using var byBytes = Db.CreateWriter<Reading>(new() { MaxBatchBytes = 1_000 });

        var rows = await byRows.WriteManyAsync(Rows(1, 100), Token);
        var bytes = await byBytes.WriteManyAsync(Rows(101, 100), Token);

        Assert.Equal((100L, 4L), (rows.Committed, rows.Batches));
        Assert.Equal(100, bytes.Committed);
        Assert.InRange(bytes.Batches, 2, 50);
        Assert.Equal(200, await CountAsync());
    }

    [Fact]
    public async Task Linger_lets_rows_wait_for_company_until_a_flush()
    {
        await using var writer = Db.CreateWriter<Reading>(new() { Linger = TimeSpan.FromDays(1), DeliveryTimeout = TimeSpan.FromDays(2) });
        foreach (var row in Rows(1, 10))
        {
            await writer.EnqueueAsync(row, Token);
            await CountAsync();
        }

        Assert.Equal(0, await CountAsync());
        await writer.FlushAsync(Token);

        Assert.Equal((10, 1L), (await CountAsync(), writer.Statistics.Batches));
    }

    [Fact]
    public async Task MaxInFlight_lets_batches_overlap_and_each_row_is_there_once()
    {
        await using var writer = Db.CreateWriter<Reading>(new() { MaxBatchRows = 250, MaxInFlight = 4 });

        var summary = await writer.WriteManyAsync(Rows(1, 20_000), Token);

        Assert.Equal((20_000L, 80L), (summary.Committed, summary.Batches));
        Assert.Equal(20_000, await CountAsync());
        Assert.InRange(writer.Statistics.InFlightSlots, 1, 4);
    }

    [Fact]
    public async Task QueueBytes_makes_callers_wait_up_to_QueueTimeout()
    {
        var options = new BatchingWriterOptions<Reading> { QueueBytes = 1_000, MaxBatchBytes = 1_000, QueueTimeout = TimeSpan.FromMilliseconds(200) };
        await using var writer = Db.CreateWriter(options);
        var held = await HeldKey.HoldAsync(Db, Row(1), Token);
        var first = writer.WriteAsync(Row(1), Token).AsTask();

        var error = await Assert.ThrowsAsync<QueueFullException>(async () => await FillAsync(writer));
        await held.LetGoAsync();

        Assert.Contains("QueueTimeout (00:00:00.2000000)", error.Message, StringComparison.Ordinal);
        Assert.Contains("of QueueBytes (1000)", error.Message, StringComparison.Ordinal);
        await first;
        await writer.FlushAsync(Token);
        Assert.Equal(writer.Statistics.Admitted, await CountAsync());
    }

    [Fact]
    public async Task FullMode_Fail_rejects_at_once()
    {
        var options = new BatchingWriterOptions<Reading> { QueueBytes = 1_000, MaxBatchBytes = 1_000, FullMode = QueueFullMode.Fail };
        await using var writer = Db.CreateWriter(options);
        var held = await HeldKey.HoldAsync(Db, Row(1), Token);
        var first = writer.WriteAsync(Row(1), Token).AsTask();

        var error = await Assert.ThrowsAsync<QueueFullException>(async () => await FillAsync(writer));
        await held.LetGoAsync();

        Assert.Contains("FullMode is Fail", error.Message, StringComparison.Ordinal);
        await first;
        await writer.FlushAsync(Token);
        Assert.Equal(writer.Statistics.Admitted, await CountAsync());
    }

    [Fact]
    public async Task FullMode_DropOldest_drops_rows_that_are_then_not_there()
    {
        var dropped = new List<long>();
        var options = new BatchingWriterOptions<Reading>
        {
            QueueBytes = 1_000,
            MaxBatchBytes = 1_000,

            // So that the first batch has one row however late it is filled, and the others stay in the queue.
            MaxBatchRows = 1,
            FullMode = QueueFullMode.DropOldest,
            DeadLetter = (failed, _) =>
            {
                dropped.Add(failed.Row.Sequence);
                return default;
            },
        };
        await using var writer = Db.CreateWriter(options);
        var held = await HeldKey.HoldAsync(Db, Row(1), Token);
        var first = writer.WriteAsync(Row(1), Token).AsTask();

        await Waiting.UntilAsync("the first row is in a batch", () => writer.Statistics.InFlight == 1);
        for (var i = 2; i <= 40; i++)
        {
            await writer.EnqueueAsync(Row(i), Token);
        }

        await held.LetGoAsync();
        await first;
        await writer.FlushAsync(Token);
        Assert.NotEmpty(dropped);
        Assert.Equal(dropped.Order(), dropped);
        Assert.Equal(Enumerable.Range(1, 40).Select(static i => (long)i).Except(dropped), await StoredAsync());
    }

    [Fact]
    public async Task DeliveryTimeout_ends_what_cannot_be_sent_and_Retry_sends_what_can_be()
    {
        // Else a slow machine could come to DeliveryTimeout with its first attempt.
        var time = new FakeTimeProvider();
        await using var db = Reopen(static o => (o.Connections.MaxConnections, o.Connections.AcquireTimeout) = (1, TimeSpan.FromMilliseconds(20)), time);
        await using var writer = db.CreateWriter<Reading>(new() { DeliveryTimeout = TimeSpan.FromMilliseconds(500) });
        RowNotPersistedException error;
        await using (await AcquireAsync(db))
        {
            var late = writer.WriteAsync(Row(1), Token).AsTask();
            await RetriedAsync(db, writer, time);
            await EndedAsync(late, time);
            error = await Assert.ThrowsAsync<RowNotPersistedException>(() => late);
        }

        Assert.Contains("DeliveryTimeout (00:00:00.5000000)", error.Message, StringComparison.Ordinal);
        Assert.InRange(writer.Statistics.Retries, 1, long.MaxValue);

        await using var patient = db.CreateWriter<Reading>();
        Task write;
        await using (await AcquireAsync(db))
        {
            write = patient.WriteAsync(Row(2), Token).AsTask();
            await RetriedAsync(db, patient, time);
        }

        await EndedAsync(write, time);
        await write;
        Assert.Equal([2L], await StoredAsync());
    }

    [Fact]
    public async Task DrainTimeout_bounds_the_end_and_the_row_still_has_one_true_outcome()
    {
        var writer = Db.CreateWriter<Reading>(new() { DrainTimeout = TimeSpan.FromMilliseconds(200) });
        var held = await HeldKey.HoldAsync(Db, Row(1), Token);
        var sent = writer.WriteAsync(Row(1), Token).AsTask();
        var queued = writer.WriteAsync(Row(2), Token).AsTask();

        await writer.DisposeAsync();
        await held.LetGoAsync();

        var outcome = (await Assert.ThrowsAnyAsync<RowWriteException>(() => sent)).Outcome;
        var error = await Assert.ThrowsAnyAsync<RowWriteException>(() => queued);
        Assert.True(outcome is RowOutcome.NotPersisted or RowOutcome.Unknown, $"{outcome}");
        Assert.True(error.Outcome == RowOutcome.NotPersisted || outcome == error.Outcome, error.Message);
        Assert.DoesNotContain(outcome == RowOutcome.NotPersisted ? 1L : 0L, await StoredAsync());
        Assert.Equal((0L, 0L), (writer.Statistics.Queued, writer.Statistics.QueuedBytes));
    }

    /// <summary>Lets the first attempt wait in vain for a connection.</summary>
    private static async Task RetriedAsync(Database db, BatchingWriter<Reading> writer, FakeTimeProvider time)
    {
        await Waiting.UntilAsync("the batch waits for a connection", () => db.Connections.Statistics.Waiting == 1);
        time.Advance(TimeSpan.FromMilliseconds(20));
        await Waiting.UntilAsync("a retry", () => writer.Statistics.Retries > 0);
    }

    private static Task EndedAsync(Task write, FakeTimeProvider time) => Waiting.UntilAsync("the row has its outcome", () =>
    {
        time.Advance(TimeSpan.FromMilliseconds(10));
        return write.IsCompleted;
    });

    /// <summary>A connection, also where to open it takes longer than the pool's callers wait.</summary>
    private static async Task<ConnectionLease> AcquireAsync(Database db)
    {
        while (true)
        {
            try
            {
                return await db.Connections.AcquireAsync(cancellationToken: Token);
            }
            catch (PoolTimeoutException)
            {
                Token.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Writes until the queue is full; what is admitted goes when the held key is let go.</summary>
    private static async Task FillAsync(BatchingWriter<Reading> writer)
    {
        for (var i = 2; i < 100; i++)
        {
            await writer.EnqueueAsync(Row(i), Token);
        }
    }

    private static Reading Row(long sequence) => new() { Sequence = sequence, Sensor = $"s{sequence % 7}", Level = sequence / 2.0 };

    private static IEnumerable<Reading> Rows(int first, int count) => Enumerable.Range(first, count).Select(static i => Row(i));

    private async Task<int> CountAsync() => (int)await Db.QuerySingleAsync<long>($"select count(*) from readings", Token);

    private async Task<IReadOnlyList<long>> StoredAsync() => await Db.QueryAsync<long>($"select sequence from readings order by sequence", Token);
}
