using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <content>What rows and callers do while a connection says nothing.</content>
public abstract partial class DirectedServerFaultSuite
{
    [Fact]
    public async Task Stalled_answer_nobody_is_acked_before_it_comes()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        var end = await QueueBehindAStallAsync(attack, writer, Row(1), []);
        var write = writer.WriteAsync(Row(2), Token).AsTask();
        var flush = writer.FlushAsync(Token).AsTask();

        // The row is on the server, and all the same nobody was told so.
        await Waiting.UntilAsync("the first row is stored", async () => (await FaultTable.CopiesAsync(Direct, Token)).ContainsKey(1));
        Assert.Equal((false, false, 0L), (write.IsCompleted, flush.IsCompleted, writer.Statistics.Committed));
        end.SetResult(FaultEnd.GoOn);

        await write.WaitAsync(Patience, Token);
        await flush.WaitAsync(Patience, Token);
        await AssertStoredOnceAsync(writer, attack, 1, 2);
    }

    [Fact]
    public async Task Stalled_and_cut_after_commit_was_sent_is_unknown_and_harms_no_row_behind_it()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        var end = await QueueBehindAStallAsync(attack, writer, Row(1), [2, 3]);

        end.SetResult(FaultEnd.Cut);
        await writer.FlushAsync(Token);

        Assert.Equal((1, 2), (writer.Statistics.Unknown, writer.Statistics.Committed));
        await AssertStoredOnceAsync(writer, attack, 1, 2, 3);
    }

    [Fact]
    public async Task No_answer_within_send_timeout_is_unknown_and_harms_no_row_behind_it()
    {
        var sendTimeout = TimeSpan.FromSeconds(1);
        await using var attack = Rig.OpenAttack(Target.ShortenSilence);
        await using var writer = CreateWriter(attack, o => o.SendTimeout = sendTimeout);
        await writer.WriteAsync(Row(1), Token);
        var end = new TaskCompletionSource<FaultEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        attack.Plan.Arm(Fault.Stall(FaultPoint.BeforeAnswer, end.Task));
        var clock = Stopwatch.StartNew();

        var told = await Assert.ThrowsAsync<RowOutcomeUnknownException>(async () => await writer.WriteAsync(Row(2), Token));
        TestContext.Current.TestOutputHelper?.WriteLine($"told after {clock.Elapsed}");
        await writer.WriteAsync(Row(3), Token);
        end.SetResult(FaultEnd.Cut);

        Assert.Contains("SendTimeout (00:00:01)", told.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, sendTimeout, Patience);
        await AssertStoredOnceAsync(writer, attack, 1, 2, 3);
    }

    [Fact]
    public async Task Cancelled_while_queued_is_taken_out()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        var end = await QueueBehindAStallAsync(attack, writer, Row(1), []);
        using var cancel = new CancellationTokenSource();
        var write = writer.WriteAsync(Row(2), cancel.Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        end.SetResult(FaultEnd.GoOn);
        await writer.WriteAsync(Row(3), Token);

        await AssertStoredOnceAsync(writer, attack, 1, 3);
    }

    [Fact]
    public async Task Cancelled_after_its_batch_was_closed_the_row_still_goes()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        var end = new TaskCompletionSource<FaultEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stall = Fault.Stall(FaultPoint.BeforeCommit, end.Task);
        attack.Plan.Arm(stall);
        using var cancel = new CancellationTokenSource();
        var write = writer.WriteAsync(Row(1), cancel.Token).AsTask();
        await stall.Fired.WaitAsync(Patience, Token);

        await cancel.CancelAsync();
        var told = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        end.SetResult(FaultEnd.GoOn);
        await writer.FlushAsync(Token);

        Assert.Equal(RowAnswer.CancelledInBatch, RowRecord.AnswerOf(told));
        await AssertStoredOnceAsync(writer, attack, 1);
    }

    [Fact]
    public async Task Disposed_during_a_stall_what_was_sent_is_unknown_and_the_rest_is_not_persisted()
    {
        var letters = new List<(long Number, RowOutcome Outcome)>();
        await using var attack = Rig.OpenAttack(Target.ShortenSilence);
        var writer = CreateWriter(attack, o =>
        {
            o.DrainTimeout = TimeSpan.FromMilliseconds(50);
            o.DeadLetter = (failed, _) =>
            {
                letters.Add((failed.Row.Number, failed.Outcome));
                return default;
            };
        });
        var end = await QueueBehindAStallAsync(attack, writer, Row(1), [2, 3]);

        var clock = Stopwatch.StartNew();
        await writer.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"disposed after {clock.Elapsed}");
        end.SetResult(FaultEnd.Cut);

        Assert.Equal([(1, RowOutcome.Unknown), (2, RowOutcome.NotPersisted), (3, RowOutcome.NotPersisted)], letters);
        await AssertStoredOnceAsync(writer, attack, 1);
    }

    [Fact]
    public async Task Deadlock_is_retried_and_committed()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        var stall = await QueueBehindAStallAsync(attack, writer, Row(1), []);
        await using (var other = Rig.OpenAttack())
        {
            await other.Database.InTransactionAsync(
                async (tx, ct) =>
                {
                    // It has changed more rows, so MySQL ends the other; PostgreSQL ends who looks for a deadlock first.
                    await tx.ExecuteAsync(SqlStatement.Raw(Target.BePatientWithDeadlocks), ct);
                    foreach (var number in Enumerable.Range(10, 100))
                    {
                        await tx.ExecuteAsync($"insert into fault_rows (number, scarce, sensor) values ({number}, {number}, {"s"})", ct);
                    }

                    await writer.EnqueueAsync(new FaultRow { Number = 2, Scarce = 200, Sensor = "s" }, ct);
                    await writer.EnqueueAsync(new FaultRow { Number = 3, Scarce = 10, Sensor = "s" }, ct);
                    stall.SetResult(FaultEnd.GoOn);
                    await LockIsWaitedForAsync(Direct);
                    await tx.ExecuteAsync($"insert into fault_rows (number, scarce, sensor) values ({4}, {200}, {"s"})", ct);
                    throw new NotSupportedException("so that it rolls back");
                },
                Token).AsTask().ContinueWith(static work => Assert.IsType<NotSupportedException>(work.Exception?.InnerException), TaskScheduler.Default);
        }

        await writer.FlushAsync(Token);

        Assert.InRange(writer.Statistics.Retries, 1, long.MaxValue);
        await AssertStoredOnceAsync(writer, attack, 1, 2, 3);
    }
}
