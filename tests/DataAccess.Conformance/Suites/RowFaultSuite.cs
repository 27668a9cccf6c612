using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// What the database refuses with words that might be of the table, and is of one row: that row is rejected, its neighbours are
/// committed, and the writer goes on.
/// </summary>
public abstract class RowFaultSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The statements that make the table <c>readings</c> so that it refuses a sensor.</summary>
    protected abstract IReadOnlyDictionary<string, RowFault> Faults { get; }

    protected async Task CheckAsync(string name)
    {
        var fault = Faults[name];
        await SetUpAsync(fault);
        await using var db = Open(fault);
        await using var writer = db.CreateWriter<Reading>();

        var few = await writer.WriteManyAsync(Rows(0, 20, fault, isBad: static i => i == 7), Token);
        Assert.Equal((19L, 1L), (few.Committed, few.Rejected));

        var many = await writer.WriteManyAsync(Rows(100, 6_000, fault, isBad: static i => i is 150 or 5_000), Token);
        Assert.Equal((5_998L, 2L), (many.Committed, many.Rejected));

        var told = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(Rows(10_000, 1, fault, static _ => true)[0], Token));
        Assert.Equal(FailureKind.Rejected, told.Failure.Kind);
        await writer.WriteAsync(Rows(10_001, 1, fault, static _ => false)[0], Token);
        Assert.Equal(19 + 5_998 + 1, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    /// <summary>Makes the table.</summary>
    protected virtual async Task SetUpAsync(RowFault fault)
    {
        foreach (var statement in fault.Setup)
        {
            await RunAsync(statement);
        }
    }

    /// <summary>Opens the database as the fault needs it.</summary>
    protected virtual Database Open(RowFault fault) => Reopen();

    [Fact]
    public async Task A_batch_of_which_every_row_is_bad_does_not_ask_for_each()
    {
        var fault = Faults.Values.First();
        await SetUpAsync(fault);
        await using var db = Open(fault);
        await using var writer = db.CreateWriter<Reading>(new() { MaxInFlight = 1 });

        var summary = await writer.WriteManyAsync(Rows(0, 5_000, fault, static _ => true), Token);
        await writer.WriteAsync(Rows(6_000, 1, fault, static _ => false)[0], Token);

        Assert.Equal((0L, 5_000L, 0L), (summary.Committed, summary.Rejected + summary.NotPersisted, summary.Unknown));
        Assert.InRange(summary.Rejected, 1, 256);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task A_table_that_is_missing_stops_the_writer(int rows)
    {
        await using var writer = Db.CreateWriter<Reading>();

        var summary = await writer.WriteManyAsync(Enumerable.Range(0, rows).Select(static i => new Reading { Sequence = i, Sensor = "s" }), Token);

        Assert.Equal(rows, summary.NotPersisted);
        var later = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.EnqueueAsync(new Reading { Sensor = "s" }, Token));
        Assert.Equal(FailureKind.Fatal, later.Failure.Kind);
        Assert.Contains("readings", later.Message, StringComparison.Ordinal);
    }

    /// <summary>Writes rows of which one is rejected, always, as if the server were busy or full, in an order that others wait for.</summary>
    /// <param name="fault">How it is rejected.</param>
    /// <param name="seconds">The delivery timeout: longer where each attempt opens a connection.</param>
    protected async Task CheckBusyAsync(RowFault fault, int seconds)
    {
        await SetUpAsync(fault);
        await using var db = Open(fault);
        await using var writer = db.CreateWriter<Reading>(new()
        {
            DeliveryTimeout = TimeSpan.FromSeconds(seconds),
            PartitionBy = static _ => 1,
            Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) },
        });

        var summary = await writer.WriteManyAsync(Rows(0, 100, fault, isBad: static i => i is 70), Token);

        Assert.Equal((99L, 1L), (summary.Committed, summary.NotPersisted));
        Assert.Equal(99, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    /// <summary>Writes while a moment lasts, and sees that the row is kept until it has passed.</summary>
    protected async Task CheckMomentAsync(Database db, Func<ValueTask> end)
    {
        await using var writer = db.CreateWriter<Reading>(new() { Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) } });
        var one = writer.WriteAsync(new Reading { Sequence = 1, Sensor = "a" }, Token).AsTask();
        await Waiting.UntilAsync("the batch is sent again", () => one.IsCompleted || writer.Statistics.Retries > 2);
        Assert.False(one.IsCompleted, $"{one.Exception}");
        var many = writer.WriteManyAsync(Enumerable.Range(2, 5_999).Select(static i => new Reading { Sequence = i, Sensor = "a" }), Token).AsTask();

        await end();

        await one.WaitAsync(Waiting.Patience, Token);
        Assert.True((await many.WaitAsync(Waiting.Patience, Token)).IsComplete);
        Assert.Equal(6_000, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    private static Reading[] Rows(int first, int count, RowFault fault, Func<int, bool> isBad)
        => [.. Enumerable.Range(0, count).Select(i => new Reading { Sequence = first + i, Sensor = isBad(i) ? fault.Bad : fault.Good })];
}
