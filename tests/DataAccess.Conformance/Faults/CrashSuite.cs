using DotNet.Testcontainers.Containers;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// The server is killed and started again, or its disk is full. In a container of its own, as nobody else could use it
/// meanwhile.
/// </summary>
public abstract class CrashSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    /// <summary>How often the server is killed in one test.</summary>
    private const int Kills = 3;

    /// <summary>Of so many runs, one kills the server: each takes seconds.</summary>
    private const int ShareOfRuns = 10;

    protected IContainer Container => Engine.Container ?? throw new InvalidOperationException("These tests need a server of their own, in a container.");

    // Two connections may come to the moment of a crash at once, and a server that is down cannot be killed.
    private readonly SemaphoreSlim _crash = new(1);

    protected override Func<ValueTask> Crash => async () =>
    {
        await _crash.WaitAsync(Token);
        try
        {
            await CrashContainer.KillAsync(Container);
            await CrashContainer.RestartAsync(Container);
        }
        finally
        {
            _crash.Release();
        }
    };

    [Fact]
    public Task Whatever_else_goes_wrong_when_the_server_is_killed_every_row_has_one_outcome_and_it_is_the_true_one()
        => new FaultCampaign($"{Engine.Name} killed", Rig, ShareOfRuns).RunAsync(Token);

    [Fact]
    public Task Server_killed_what_was_acked_is_there_and_nothing_is_there_twice()
        => WriteThroughAsync(Kills, exactlyOnce: false, () => CrashContainer.KillAsync(Container));

    [Fact]
    public Task Server_killed_with_the_ledger_no_row_is_unknown()
        => WriteThroughAsync(1, exactlyOnce: true, () => CrashContainer.KillAsync(Container));

    [Fact]
    public Task Server_shut_down_and_started_is_retried_and_committed()
        => WriteThroughAsync(1, exactlyOnce: true, () => CrashContainer.ShutDownAsync(Container, Target.ShutdownSignal));

    [Fact]
    public async Task Lock_timeout_is_retried_in_the_order_of_the_keys_in_half_as_many_slots()
    {
        await FaultTable.NumberAsync(Direct, Target, Token);
        await Direct.ExecuteAsync(SqlStatement.Raw(Target.ShortLockTimeout), Token);
        await using var undo = new Undo(async () => await Direct.ExecuteAsync(SqlStatement.Raw(Target.UsualLockTimeout), Token));
        await using var attack = Rig.OpenAttack();
        await using var writer = FaultWriters.Create(attack.Database, static o => o.MaxBatchRows = 10);
        var next = await RaiseLanesAsync(writer);
        var lanes = writer.Statistics.InFlightSlots;
        var held = await HeldKey.HoldAsync(Direct, $"insert into fault_rows (number, scarce, sensor) values ({-1}, {77}, {"held"})", Token);

        var write = writer.WriteManyAsync(
            [
                new FaultRow { Number = next + 2, Scarce = 78, Sensor = "s" },
                new FaultRow { Number = next + 1, Scarce = 77, Sensor = "s" },
                new FaultRow { Number = next, Scarce = 76, Sensor = "s" },
            ],
            Token).AsTask();
        await Waiting.UntilAsync("the batch is sent again", () => writer.Statistics.Retries > 0);
        var lanesLater = writer.Statistics.InFlightSlots;
        await held.LetGoAsync();
        var summary = await write.WaitAsync(Patience, Token);

        Assert.True(summary.IsComplete);
        Assert.InRange(lanesLater, 1, lanes / 2);
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        await Rig.QuietAsync(Token);
        Assert.Equal([next, next + 1, next + 2], (await FaultTable.InOrderAsync(Direct, Token)).TakeLast(3));
    }

    /// <summary>Writes while a server goes away several times, and asks the database.</summary>
    private async Task WriteThroughAsync(int times, bool exactlyOnce, Func<ValueTask> end)
    {
        var rows = new List<RowRecord>();
        await using var attack = Rig.OpenAttack();
        await using var writer = FaultWriters.Create(attack.Database, o =>
        {
            o.ExactlyOnce = exactlyOnce;
            o.DeadLetter = (failed, _) =>
            {
                lock (rows)
                {
                    rows[(int)failed.Row.Number - 1].Letter(failed.Outcome);
                }

                return default;
            };
        });

        for (var kill = 0; kill < times; kill++)
        {
            await WriteThroughAsync(writer, rows, exactlyOnce, end);
        }

        await writer.DisposeAsync();
        await attack.DisposeAsync();
        Assert.Equal([], FaultOracle.Violations(rows, await StoredAsync(), writer.Statistics));
        Assert.True(exactlyOnce ? writer.Statistics is { NotPersisted: 0, Unknown: 0 } : writer.Statistics is { NotPersisted: 0, Retries: > 0 }, $"{writer.Statistics}");
    }

    [Fact]
    public async Task Disk_full_is_retried_until_there_is_room()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = FaultWriters.Create(attack.Database);
        await writer.WriteAsync(FaultWriters.LargeRow(1), Token);
        await CrashContainer.FillDiskAsync(Container);
        var next = await EnqueueUntilFullAsync(writer);

        await CrashContainer.FreeDiskAsync(Container);
        await writer.FlushAsync(Token);

        await writer.DisposeAsync();
        await attack.DisposeAsync();
        var copies = await CopiesAsync();
        Assert.Equal(Enumerable.Range(0, next).Select(static n => (long)n), copies.Keys.Order());
        Assert.All(copies.Values, static count => Assert.Equal(1, count));
        Assert.True(writer.Statistics is { Unknown: 0, NotPersisted: 0, Rejected: 0 }, $"{writer.Statistics}");
    }

    [Fact]
    public async Task Disk_full_for_too_long_is_not_persisted()
    {
        var letters = new List<RowOutcome>();
        await using var attack = Rig.OpenAttack();
        await using var writer = FaultWriters.Create(attack.Database, o =>
        {
            o.DeliveryTimeout = TimeSpan.FromMilliseconds(500);
            o.DeadLetter = (failed, _) =>
            {
                letters.Add(failed.Outcome);
                return default;
            };
        });
        await CrashContainer.FillDiskAsync(Container);
        await EnqueueUntilFullAsync(writer);
        await writer.FlushAsync(Token);
        await CrashContainer.FreeDiskAsync(Container);

        await writer.DisposeAsync();
        await attack.DisposeAsync();
        Assert.NotEmpty(letters);
        Assert.All(letters, static outcome => Assert.Equal(RowOutcome.NotPersisted, outcome));
        Assert.Equal(writer.Statistics.Committed + 1, (await CopiesAsync()).Count);
    }

    /// <summary>Writes rows until the disk has no room for one; returns the next number.</summary>
    private static async Task<int> EnqueueUntilFullAsync(BatchingWriter<FaultRow> writer)
    {
        var number = 2;
        while (writer.Statistics.Retries < 3)
        {
            await writer.EnqueueAsync(FaultWriters.LargeRow(number++), Token);
            await Waiting.UntilAsync("the row is stored or the disk is full", () => writer.Statistics is { Queued: < 10 } or { Retries: >= 3 });
        }

        return number;
    }

    /// <summary>Several callers write, the server goes away in the middle, and they go on until it is back and has taken more of their rows.</summary>
    private async Task WriteThroughAsync(BatchingWriter<FaultRow> writer, List<RowRecord> rows, bool exactlyOnce, Func<ValueTask> end)
    {
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => CallAsync(writer, rows, stop.Token))).ToList();
        await CommittedMoreAsync(writer);
        var retried = RetriedSince(writer);
        await end();
        if (!exactlyOnce)
        {
            // With the ledger it is asked first, as often as it takes.
            await Waiting.UntilAsync("the batch is sent again", retried);
        }

        await CrashContainer.RestartAsync(Container);
        await CommittedMoreAsync(writer);
        await stop.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(Patience, Token);
    }

    /// <summary>Streams full batches until several may be in flight; returns the next number.</summary>
    private static async Task<int> RaiseLanesAsync(BatchingWriter<FaultRow> writer)
    {
        var next = 1;
        await Waiting.UntilAsync("several lanes are used", async () =>
        {
            await writer.WriteManyAsync(Enumerable.Range(next, 100).Select(FaultWriters.Row), Token);
            next += 100;
            return writer.Statistics.InFlightSlots > 1;
        });
        return next;
    }

    private static Func<bool> RetriedSince(BatchingWriter<FaultRow> writer)
    {
        var before = writer.Statistics.Retries;
        return () => writer.Statistics.Retries > before;
    }

    private static async Task CommittedMoreAsync(BatchingWriter<FaultRow> writer)
    {
        var before = writer.Statistics.Committed;
        await Waiting.UntilAsync("100 more rows are committed", () => writer.Statistics.Committed > before + 100);
    }

    private static async Task CallAsync(BatchingWriter<FaultRow> writer, List<RowRecord> rows, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            RowRecord record;
            lock (rows)
            {
                record = new RowRecord(FaultWriters.Row(rows.Count + 1), isPoison: false);
                rows.Add(record);
            }

            try
            {
                await writer.WriteAsync(record.Row, CancellationToken.None);
                record.Answered(RowAnswer.Acked);
            }
            catch (Exception error)
            {
                record.Answered(RowRecord.AnswerOf(error), error);
            }
        }
    }
}
