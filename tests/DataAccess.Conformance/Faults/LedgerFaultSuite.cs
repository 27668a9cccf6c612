using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// With the ledger a lost COMMIT is looked up, wherever it was lost: each row is stored once, and none is unknown. On each way a
/// batch is sent: a row, some rows, many rows streamed.
/// </summary>
public abstract class LedgerFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(6_000)]
    public async Task Commit_lost_and_had_happened_is_acked_and_stored_once(int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateWriterAsync(attack);
        var cut = Fault.Cut(FaultPoint.BeforeAnswer);
        attack.Plan.Arm(cut);

        var summary = await writer.WriteManyAsync(Rows(rows), Token);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal((true, 0L), (summary.IsComplete, writer.Statistics.Retries));
        await AssertStoredOnceAsync(writer, attack, rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(6_000)]
    public async Task Commit_lost_and_had_not_happened_is_sent_again_and_stored_once(int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateWriterAsync(attack);
        var cut = Fault.Cut(FaultPoint.BeforeCommit);
        attack.Plan.Arm(cut);

        var summary = await writer.WriteManyAsync(Rows(rows), Token);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal((true, 1L), (summary.IsComplete, writer.Statistics.Retries));
        await AssertStoredOnceAsync(writer, attack, rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(6_000)]
    public async Task Commit_comes_to_the_server_after_the_ledger_was_asked_is_not_stored_twice(int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateWriterAsync(attack);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = Fault.Late(0, () => release.Task);
        attack.Plan.Arm(late);
        var write = writer.WriteManyAsync(Rows(rows), Token).AsTask();

        // A transaction that has its ledger row already makes the question wait; else the rows go again at once.
        await LockIsWaitedForAsync(Direct, () => write.IsCompleted);
        Assert.True(late.Fired.IsCompleted);
        release.SetResult();
        await late.Delivered.WaitAsync(Patience, Token);

        Assert.True((await write.WaitAsync(Patience, Token)).IsComplete);
        await AssertStoredOnceAsync(writer, attack, rows);
    }

    /// <summary>What a network holds it may hold for longer than the writer keeps what it has written.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Commit_comes_to_the_server_after_the_retention_is_not_stored_twice(int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateWriterAsync(attack, static o =>
        {
            o.SendTimeout = TimeSpan.FromSeconds(20);
            o.DeliveryTimeout = TimeSpan.FromSeconds(30);
            o.LedgerRetention = TimeSpan.FromMinutes(2);
        });
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = Fault.Late(0, () => release.Task);
        attack.Plan.Arm(late);
        var write = writer.WriteManyAsync(Rows(rows), Token).AsTask();
        await LockIsWaitedForAsync(Direct, () => write.IsCompleted);
        Assert.True(late.Fired.IsCompleted);
        if (write.IsCompleted)
        {
            // What another writer does an hour later.
            await Direct.ExecuteAsync($"delete from dataaccess_ledger where kept_until < (select max(kept_until) from (select kept_until from dataaccess_ledger where is_committed = {true}) written) + {3600}", Token);
        }

        release.SetResult();
        await late.Delivered.WaitAsync(Patience, Token);

        Assert.True((await write.WaitAsync(Patience, Token)).IsComplete);
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        Assert.All(await CopiesAsync(), static row => Assert.Equal((row.Key, 1), (row.Key, row.Value)));
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.BeforeAnswer)]
    public async Task The_question_loses_its_own_commit_is_asked_again(FaultPoint point)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = await CreateWriterAsync(attack);
        Fault batch = Fault.Cut(FaultPoint.BeforeCommit), question = Fault.Cut(point);
        attack.Plan.Arm(batch, question);

        var summary = await writer.WriteManyAsync(Rows(10), Token);

        Assert.True(batch.Fired.IsCompleted && question.Fired.IsCompleted);
        Assert.Equal((true, 1L), (summary.IsComplete, writer.Statistics.Retries));
        await AssertStoredOnceAsync(writer, attack, 10);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(25, false)]
    public async Task Row_of_the_ledger_is_removed_while_the_writer_sleeps_is_unknown_and_not_sent_again(int hours, bool isKept)
    {
        var time = new ShiftedTime(TimeSpan.Zero);
        await using var attack = Rig.OpenAttack(time: time);
        await using var writer = await CreateWriterAsync(attack);
        attack.Plan.Arm(new Fault("sleep and cut", FaultPoint.BeforeAnswer, 0, async () =>
        {
            time.Sleep(TimeSpan.FromHours(hours));
            if (!isKept)
            {
                // What another writer does when the row's time is over.
                await Direct.ExecuteAsync($"delete from dataaccess_ledger", Token);
            }

            return FaultEnd.Cut;
        }));

        var told = await Record.ExceptionAsync(async () => await writer.WriteAsync(FaultWriters.Row(2), Token));

        Assert.Equal(isKept ? null : typeof(RowOutcomeUnknownException), told?.GetType());
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        Assert.Equal(1, (await CopiesAsync())[2]);
    }

    [Fact]
    public async Task Ledger_out_of_reach_until_the_delivery_timeout_is_unknown()
    {
        // Else a slow machine could come to the timeout before the row has been sent.
        var time = new FakeTimeProvider();
        await using var attack = Rig.OpenAttack(time: time);
        await using var writer = await CreateWriterAsync(attack, static o => o.DeliveryTimeout = TimeSpan.FromMilliseconds(500));
        var refuse = CutAllAndRefuse(attack, FaultPoint.BeforeAnswer);
        attack.Plan.Arm(refuse);
        var write = writer.WriteAsync(FaultWriters.Row(2), Token).AsTask();
        await refuse.Fired.WaitAsync(Patience, Token);

        await Waiting.UntilAsync("the row's time is up", () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return write.IsCompleted;
        });

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => write);

        await AssertStoredOnceAsync(writer, attack, 1);
    }

    [Fact]
    public async Task Disposed_while_the_ledger_is_out_of_reach_is_unknown()
    {
        await using var attack = Rig.OpenAttack();
        var writer = await CreateWriterAsync(attack, static o => o.DrainTimeout = TimeSpan.FromMilliseconds(100));
        var refuse = CutAllAndRefuse(attack, FaultPoint.BeforeAnswer);
        attack.Plan.Arm(refuse);
        var write = writer.WriteAsync(FaultWriters.Row(2), Token).AsTask();
        await refuse.Fired.WaitAsync(Patience, Token);

        await writer.DisposeAsync();

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => write);
        await AssertStoredOnceAsync(writer, attack, 1);
    }

    [Fact]
    public async Task No_answer_within_send_timeout_the_ledger_is_asked_and_the_row_acked()
    {
        await using var attack = Rig.OpenAttack(Target.ShortenSilence);
        await using var writer = await CreateWriterAsync(attack, static o => o.SendTimeout = TimeSpan.FromSeconds(1));
        var end = new TaskCompletionSource<FaultEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        attack.Plan.Arm(Fault.Stall(FaultPoint.BeforeAnswer, end.Task));

        await writer.WriteAsync(FaultWriters.Row(2), Token);
        end.SetResult(FaultEnd.Cut);

        Assert.Equal((0L, 0L), (writer.Statistics.Retries, writer.Statistics.Unknown));
        await AssertStoredOnceAsync(writer, attack, 1);
    }

    private static IEnumerable<FaultRow> Rows(int count) => Enumerable.Range(2, count).Select(FaultWriters.Row);

    private static Fault CutAllAndRefuse(ServerAttack attack, FaultPoint point) => new("cut all and refuse", point, 0, () =>
    {
        attack.Proxy.Refuses = true;
        attack.Proxy.CutAll();
        return new ValueTask<FaultEnd>(FaultEnd.Cut);
    });

    /// <summary>A writer that has written its first row, so that its connection is open and its statement prepared.</summary>
    private static async Task<BatchingWriter<FaultRow>> CreateWriterAsync(ServerAttack attack, Action<BatchingWriterOptions<FaultRow>>? configure = null)
    {
        var writer = FaultWriters.Create(attack.Database, o =>
        {
            o.ExactlyOnce = true;
            configure?.Invoke(o);
        });
        await writer.WriteAsync(FaultWriters.Row(1), Token);
        return writer;
    }

    /// <summary>The first row and those behind it are stored once, each batch is in the ledger once.</summary>
    private async Task AssertStoredOnceAsync(BatchingWriter<FaultRow> writer, ServerAttack attack, int rows)
    {
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        var copies = await CopiesAsync();
        Assert.Equal(Enumerable.Range((int)FaultRow.FirstNumber, rows + 2).Select(static n => (long)n), copies.Keys.Order());
        Assert.All(copies.Values, static count => Assert.Equal(1, count));
        Assert.Equal((0, 0), (writer.Statistics.Queued, writer.Statistics.QueuedBytes));
        Assert.Equal(writer.Statistics.Batches + writer.Statistics.Unknown, (await FaultTable.LedgerAsync(Direct, Token)).Committed);
    }
}
