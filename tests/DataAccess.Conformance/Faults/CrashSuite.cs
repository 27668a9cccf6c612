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

    protected override Func<ValueTask> Crash => async () =>
    {
        await CrashContainer.KillAsync(Container);
        await CrashContainer.RestartAsync(Container);
    };

    [Fact]
    public Task Whatever_else_goes_wrong_when_the_server_is_killed_every_row_has_one_outcome_and_it_is_the_true_one()
        => new FaultCampaign($"{Engine.Name} killed", Rig, ShareOfRuns).RunAsync(Token);

    [Fact]
    public async Task ServerKilled_WhatWasAckedIsThereAndNothingIsThereTwice()
    {
        var rows = new List<RowRecord>();
        await using var attack = Rig.OpenAttack();
        await using var writer = FaultWriters.Create(attack.Database, o => o.DeadLetter = (failed, _) =>
        {
            lock (rows)
            {
                rows[(int)failed.Row.Number - 1].Letter(failed.Outcome);
            }

            return default;
        });

        for (var kill = 0; kill < Kills; kill++)
        {
            await WriteThroughKillAsync(writer, rows);
        }

        await writer.DisposeAsync();
        await attack.DisposeAsync();
        Assert.Equal([], FaultOracle.Violations(rows, await CopiesAsync(), writer.Statistics));
        Assert.True(writer.Statistics is { NotPersisted: 0, Retries: > 0 }, $"{writer.Statistics}");
    }

    [Fact]
    public async Task DiskFull_IsRetriedUntilThereIsRoom()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = FaultWriters.Create(attack.Database);
        await writer.WriteAsync(FaultWriters.LargeRow(1), Token);
        await CrashContainer.FillDiskAsync(Container);
        var next = await EnqueueUntilRefusedAsync(writer);

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
    public async Task DiskFullForTooLong_IsNotPersisted()
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
        await EnqueueUntilRefusedAsync(writer);
        await writer.FlushAsync(Token);
        await CrashContainer.FreeDiskAsync(Container);

        await writer.DisposeAsync();
        await attack.DisposeAsync();
        Assert.NotEmpty(letters);
        Assert.All(letters, static outcome => Assert.Equal(RowOutcome.NotPersisted, outcome));
        Assert.Equal(writer.Statistics.Committed + 1, (await CopiesAsync()).Count);
    }

    /// <summary>Writes rows until the disk has no room for one; returns the next number.</summary>
    private static async Task<int> EnqueueUntilRefusedAsync(BatchingWriter<FaultRow> writer)
    {
        var number = 2;
        while (writer.Statistics.Retries < 3)
        {
            await writer.EnqueueAsync(FaultWriters.LargeRow(number++), Token);
            await Waiting.UntilAsync("the row is stored or refused", () => writer.Statistics is { Queued: < 10 } or { Retries: >= 3 });
        }

        return number;
    }

    /// <summary>Several callers write, the server is killed in the middle, and they go on until it is back and has taken more of their rows.</summary>
    private async Task WriteThroughKillAsync(BatchingWriter<FaultRow> writer, List<RowRecord> rows)
    {
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => CallAsync(writer, rows, stop.Token))).ToList();
        await CommittedMoreAsync(writer);
        await CrashContainer.KillAsync(Container);
        await Waiting.UntilAsync("the batch is sent again", RetriedSince(writer));
        await CrashContainer.RestartAsync(Container);
        await CommittedMoreAsync(writer);
        await stop.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(Patience, Token);
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
