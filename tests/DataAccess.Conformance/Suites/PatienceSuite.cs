using System.Diagnostics;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A batch has the time that its writer gives it, and not that of the driver's commands.</summary>
public abstract class PatienceSuite(ServerEngine engine, ServerTarget target) : DatabaseSuite(engine)
{
    /// <summary>The driver's shortest timeout, in a connection string.</summary>
    protected abstract string OneSecond { get; }

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()})");

    [Theory]
    [InlineData(1, false)]
    [InlineData(300, false)]
    [InlineData(6_000, false)]
    [InlineData(1, true)]
    [InlineData(300, true)]
    [InlineData(6_000, true)]
    public async Task A_lock_that_outlasts_the_drivers_timeout_and_not_SendTimeout_is_waited_for(int rows, bool exactlyOnce)
    {
        await using var db = Engine.Open($"{ConnectionString};{OneSecond}");
        await using var writer = db.CreateWriter<Reading>(new() { ExactlyOnce = exactlyOnce });
        if (exactlyOnce)
        {
            await writer.EnsureLedgerAsync(Token);
        }

        var held = await HeldKey.HoldAsync(Db, new Reading { Sequence = rows / 2, Sensor = "held" }, Token);
        var write = writer.WriteManyAsync(Enumerable.Range(0, rows).Select(static i => new Reading { Sequence = i, Sensor = "s" }), Token).AsTask();
        await WaitForALockAsync(write);
        var clock = Stopwatch.StartNew();

        // Twice the driver's timeout, measured from when the batch was seen to wait, and a second more for what the driver adds to it.
        await Waiting.UntilAsync("the driver's time is over", () => clock.Elapsed > TimeSpan.FromSeconds(5) || write.IsCompleted, TimeSpan.FromMilliseconds(100));
        Assert.False(write.IsCompleted, write.IsCompleted ? $"{write.Result}" : "");
        Assert.Equal(0, writer.Statistics.Retries);
        await held.LetGoAsync();

        var summary = await write.WaitAsync(Waiting.Patience, Token);
        Assert.Equal((rows, 0L, 0L), (summary.Committed, summary.Unknown, writer.Statistics.Retries));
        Assert.Equal(rows, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    private Task WaitForALockAsync(Task write) => Waiting.UntilAsync(
        "the batch waits for a lock",
        async () => write.IsCompleted || await Db.QuerySingleAsync<long>(SqlStatement.Raw(target.LockWaits), Token) > 0,
        target.LockWaitsInterval);
}
