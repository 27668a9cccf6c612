using Xunit;

namespace DataAccess.Conformance;

/// <summary>Every admitted row has one outcome, and it is the true one.</summary>
public abstract class BatchingWriterSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
        => await RunAsync(
            $"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()}, check (level is null or level < 1000))");

    [Fact]
    public async Task An_ack_means_committed()
    {
        await using var writer = Db.CreateWriter<Reading>();

        await writer.WriteAsync(Row(1), Token);

        Assert.Equal([1L], await StoredAsync());
    }

    [Fact]
    public async Task Many_callers_share_few_batches()
    {
        await using var writer = Db.CreateWriter<Reading>();

        await Task.WhenAll(Enumerable.Range(1, 1_000).Select(i => writer.WriteAsync(Row(i), Token).AsTask()));

        Assert.Equal(Enumerable.Range(1, 1_000).Select(static i => (long)i), await StoredAsync());
        Assert.Equal(1_000, writer.Statistics.Committed);
        Assert.InRange(writer.Statistics.Batches, 1, 200);
    }

    [Fact]
    public async Task Flush_covers_what_was_accepted_before_it()
    {
        await using var writer = Db.CreateWriter<Reading>();
        for (var i = 1; i <= 100; i++)
        {
            await writer.EnqueueAsync(Row(i), Token);
        }

        await writer.FlushAsync(Token);

        Assert.Equal(100, (await StoredAsync()).Count);
        Assert.Equal(0, writer.Statistics.QueuedBytes);
    }

    [Fact]
    public async Task Dispose_drains()
    {
        var writer = Db.CreateWriter<Reading>();
        for (var i = 1; i <= 100; i++)
        {
            await writer.EnqueueAsync(Row(i), Token);
        }

        await writer.DisposeAsync();

        Assert.Equal(100, (await StoredAsync()).Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.WriteAsync(Row(101), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.EnqueueAsync(Row(101), Token));
    }

    [Fact]
    public async Task A_bad_row_is_rejected_alone()
    {
        await using var writer = Db.CreateWriter<Reading>();
        await writer.WriteAsync(Row(50), Token);
        var bad = new Dictionary<long, Reading>
        {
            [20] = new() { Sequence = 20, Sensor = new string('x', 21) },
            [30] = new() { Sequence = 30, Sensor = null! },
            [40] = new() { Sequence = 40, Sensor = "a", Level = 5_000 },
            [50] = Row(50),
        };

        // SQLite takes text of any length.
        var rejected = Engine is SqliteEngine ? [30L, 40, 50] : new[] { 20L, 30, 40, 50 };
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 100).Select(async i =>
        {
            var row = bad.GetValueOrDefault(i) ?? Row(i);
            return (i, Error: await Record.ExceptionAsync(async () => await writer.WriteAsync(row, Token)));
        }));

        Assert.Equal(rejected, outcomes.Where(static o => o.Error is not null).Select(static o => (long)o.i));
        Assert.All(outcomes.Where(static o => o.Error is not null), static o =>
        {
            var rejected = Assert.IsType<RowRejectedException>(o.Error);
            Assert.Equal(FailureKind.Rejected, rejected.Failure.Kind);
            Assert.NotNull(rejected.Failure.Code);
        });
        Assert.Equal(Enumerable.Range(1, 100).Select(static i => (long)i).Where(i => i == 50 || !rejected.Contains(i)), await StoredAsync());
        Assert.Equal(rejected.Length, writer.Statistics.Rejected);
    }

    [Fact]
    public async Task Rejected_rows_reach_the_dead_letter_handler_once()
    {
        var letters = new List<FailedRow<Reading>>();
        var options = new BatchingWriterOptions<Reading>
        {
            DeadLetter = (failed, _) =>
            {
                letters.Add(failed);
                return letters.Count == 1 ? throw new InvalidOperationException("a handler's own bug") : default;
            },
        };
        await using (var writer = Db.CreateWriter(options))
        {
            for (var i = 1; i <= 50; i++)
            {
                await writer.EnqueueAsync(i % 10 == 0 ? new Reading { Sequence = i, Sensor = null! } : Row(i), Token);
            }
        }

        Assert.Equal([10L, 20, 30, 40, 50], letters.Select(static l => l.Row.Sequence).Order());
        Assert.All(letters, static l => Assert.Equal(RowOutcome.Rejected, l.Outcome));
        Assert.Equal(45, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task A_missing_table_stops_the_writer_and_fails_every_row()
    {
        await RunAsync("drop table readings");
        await using var writer = Db.CreateWriter<Reading>();

        var first = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(1), Token));
        var later = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(2), Token));

        Assert.Equal(FailureKind.Fatal, first.Failure.Kind);
        Assert.Contains("readings", later.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_writes_cancels_and_bad_rows_end_once_and_truly()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var plan = Enumerable.Range(1, 600).Select(i => (Row: random.Next(10) == 0 ? new Reading { Sequence = i, Sensor = null! } : Row(i), CancelAfter: random.Next(4) == 0 ? random.Next(20) : -1)).ToList();
        await using var writer = Db.CreateWriter<Reading>(new BatchingWriterOptions<Reading> { MaxBatchRows = 7 });

        var results = await Task.WhenAll(plan.Select(async step =>
        {
            using var source = step.CancelAfter < 0 ? null : new CancellationTokenSource(step.CancelAfter);
            var error = await Record.ExceptionAsync(async () => await writer.WriteAsync(step.Row, source?.Token ?? CancellationToken.None));
            return (step.Row, Error: error);
        }));
        await writer.FlushAsync(Token);

        var stored = (await StoredAsync()).ToHashSet();
        Assert.All(results, result => Assert.True(
            result.Error switch
            {
                null => stored.Contains(result.Row.Sequence),
                RowRejectedException => result.Row.Sensor is null && !stored.Contains(result.Row.Sequence),
                OperationCanceledException => true,
                _ => false,
            },
            $"seed {seed}: row {result.Row.Sequence} ended with {result.Error?.GetType().Name ?? "an ack"} and stored is {stored.Contains(result.Row.Sequence)}"));
        var statistics = writer.Statistics;
        Assert.Equal(0, statistics.Queued);
        Assert.Equal(0, statistics.QueuedBytes);
        Assert.Equal(stored.Count, statistics.Committed);
    }

    private static Reading Row(long sequence) => new() { Sequence = sequence, Sensor = $"s{sequence % 7}", Level = sequence % 3 == 0 ? null : sequence / 10.0 };

    private async ValueTask<IReadOnlyList<long>> StoredAsync() => await Db.QueryAsync<long>($"select sequence from readings order by sequence", Token);
}
