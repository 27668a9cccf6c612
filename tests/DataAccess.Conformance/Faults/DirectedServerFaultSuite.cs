using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>One test for each line of the writer's table that a connection to a server can meet.</summary>
public abstract partial class DirectedServerFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    /// <summary>More than one statement takes on any engine, and streamed wherever rows can be.</summary>
    protected const int ManyRows = 6_000;

    [Fact]
    public async Task Connection_lost_while_it_is_opened_is_retried_and_committed()
    {
        await using var attack = Rig.OpenAttack();
        var cut = Fault.Cut(FaultPoint.InResponse, 20);
        attack.Plan.Arm(cut);
        await using var writer = CreateWriter(attack);

        await writer.WriteAsync(Row(1), Token);

        // Npgsql may try to connect again by itself, so the writer's own retries say nothing here.
        Assert.True(cut.Fired.IsCompleted);
        await AssertStoredOnceAsync(writer, attack, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_lost_in_streamed_rows_is_retried_and_committed(bool exactlyOnce)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack, o => o.ExactlyOnce = exactlyOnce);
        var cut = Fault.Cut(FaultPoint.InData, 10_000);
        attack.Plan.Arm(cut);

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, ManyRows).Select(Row), Token);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal((true, 1L), (summary.IsComplete, writer.Statistics.Retries));
        await AssertStoredOnceAsync(writer, attack, [.. Enumerable.Range(1, ManyRows)]);
    }

    [Fact]
    public async Task Column_missing_stops_the_writer_and_fails_every_row()
    {
        await Direct.ExecuteAsync($"alter table fault_rows rename column sensor to probe", Token);
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);

        var first = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(1), Token));
        var later = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.EnqueueAsync(Row(2), Token));

        Assert.Equal((FailureKind.Fatal, FailureKind.Fatal), (first.Failure.Kind, later.Failure.Kind));
        Assert.Contains("sensor", first.Message, StringComparison.Ordinal);
        await AssertStoredOnceAsync(writer, attack);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit, false)]
    [InlineData(FaultPoint.BeforeAnswer, true)]
    public async Task Connection_lost_after_commit_was_sent_is_unknown(FaultPoint point, bool reachedTheServer)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        await writer.WriteAsync(Row(1), Token);
        attack.Plan.Arm(Fault.Cut(point));

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(async () => await writer.WriteAsync(Row(2), Token));
        await writer.WriteAsync(Row(3), Token);

        Assert.Equal((0, 1), (writer.Statistics.Retries, writer.Statistics.Unknown));
        await AssertStoredOnceAsync(writer, attack, reachedTheServer ? [1, 2, 3] : [1, 3]);
    }

    [Fact]
    public async Task Connection_lost_after_the_answer_is_committed_and_the_next_row_takes_a_new_connection()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        var answered = attack.Plan.NextAnswer;
        await writer.WriteAsync(Row(1), Token);
        await answered.WaitAsync(Patience, Token);
        var end = new TaskCompletionSource<FaultEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var cut = Fault.Stall(FaultPoint.AfterAnswer, end.Task);
        attack.Plan.Arm(cut);

        // Cut only when the client has read it: a reset takes with it what was not read yet.
        await writer.WriteAsync(Row(2), Token);
        end.SetResult(FaultEnd.Cut);
        await cut.Fired.WaitAsync(Patience, Token);

        // The pool learns of the cut only by using the connection.
        await Waiting.UntilAsync("a row is committed again", async () => await Record.ExceptionAsync(async () => await writer.WriteAsync(Row(3), Token)) is null);
        Assert.InRange(writer.Statistics.Unknown, 0, 1);
    }

    [Fact]
    public async Task Session_killed_before_commit_is_unknown_and_not_stored()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        await writer.WriteAsync(Row(1), Token);
        attack.Plan.Arm(Fault.Meanwhile("kill sessions", FaultPoint.BeforeCommit, 0, KillAndWaitAsync));

        await Assert.ThrowsAsync<RowOutcomeUnknownException>(async () => await writer.WriteAsync(Row(2), Token));
        await writer.WriteAsync(Row(3), Token);

        await AssertStoredOnceAsync(writer, attack, 1, 3);
    }

    [Fact]
    public async Task Session_killed_while_nothing_was_under_way_the_next_rows_are_committed_or_unknown()
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack);
        await writer.WriteAsync(Row(1), Token);
        await KillAndWaitAsync();

        var told = await Record.ExceptionAsync(async () => await writer.WriteAsync(Row(2), Token));
        await writer.WriteAsync(Row(3), Token);

        Assert.True(told is null or RowOutcomeUnknownException, $"{told}");
        await AssertStoredOnceAsync(writer, attack, told is null ? [1, 2, 3] : [1, 3]);
    }

    [Fact]
    public async Task Server_down_is_retried_until_the_delivery_timeout_and_then_not_persisted()
    {
        await using var attack = Rig.OpenAttack();
        attack.Proxy.Refuses = true;
        await using var writer = CreateWriter(attack, static o => o.DeliveryTimeout = TimeSpan.FromMilliseconds(200));

        var told = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(1), Token));

        Assert.Contains("DeliveryTimeout", told.Message, StringComparison.Ordinal);
        await AssertStoredOnceAsync(writer, attack);
    }

    [Fact]
    public async Task Server_down_and_back_is_retried_and_committed()
    {
        await using var attack = Rig.OpenAttack();
        attack.Proxy.Refuses = true;
        await using var writer = CreateWriter(attack);
        var write = writer.WriteAsync(Row(1), Token).AsTask();
        await Waiting.UntilAsync("the batch is sent again", () => writer.Statistics.Retries > 2);

        attack.Proxy.Refuses = false;

        await write.WaitAsync(Patience, Token);
        await AssertStoredOnceAsync(writer, attack, 1);
    }

    [Fact]
    public async Task Login_rejected_stops_the_writer_and_fails_every_row()
    {
        await using var attack = Rig.OpenAttack(static builder => builder["Password"] = "wrong");
        await using var writer = CreateWriter(attack);

        var first = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(1), Token));
        var later = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.EnqueueAsync(Row(2), Token));

        Assert.Equal((FailureKind.Fatal, FailureKind.Fatal), (first.Failure.Kind, later.Failure.Kind));
        await AssertStoredOnceAsync(writer, attack);
    }

    private async ValueTask KillAndWaitAsync()
    {
        await Rig.KillSessionsAsync();
        await Rig.QuietAsync(Token);
    }

    protected static FaultRow Row(int number) => FaultWriters.Row(number);

    protected static BatchingWriter<FaultRow> CreateWriter(FaultAttack attack, Action<BatchingWriterOptions<FaultRow>>? configure = null)
        => FaultWriters.Create(attack.Database, configure);

    /// <summary>Lets one row's answer wait and queues others, so that they make one batch; returns what ends the wait.</summary>
    private static async Task<TaskCompletionSource<FaultEnd>> QueueBehindAStallAsync(
        ServerAttack attack, BatchingWriter<FaultRow> writer, FaultRow first, IEnumerable<int> others)
    {
        var end = new TaskCompletionSource<FaultEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stall = Fault.Stall(FaultPoint.BeforeAnswer, end.Task);
        attack.Plan.Arm(stall);
        await writer.EnqueueAsync(first, Token);
        await stall.Fired.WaitAsync(Patience, Token);
        foreach (var number in others)
        {
            await writer.EnqueueAsync(Row(number), Token);
        }

        return end;
    }

    protected async Task AssertStoredOnceAsync(BatchingWriter<FaultRow> writer, ServerAttack attack, params int[] numbers)
    {
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        var copies = await CopiesAsync();
        Assert.Equal([FaultRow.FirstNumber, .. numbers.Select(static n => (long)n)], copies.Keys.Order());
        Assert.All(copies.Values, static count => Assert.Equal(1, count));
        Assert.Equal((0, 0), (writer.Statistics.Queued, writer.Statistics.QueuedBytes));
    }
}
