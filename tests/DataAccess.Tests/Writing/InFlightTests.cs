using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Several batches in flight, and the order of what belongs together.</summary>
public sealed class InFlightTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backlog_of_full_batches_opens_a_second_lane()
    {
        await using var rig = new WriterRig(static o => (o.MaxBatchRows, o.MaxInFlight) = (10, 4));
        rig.Inserter.MaxBusy = 2;
        var start = rig.Inserter.HoldNext();
        var row = rig.WriteAsync(0, cancellationToken: Token);
        await start.Reached;
        rig.Inserter.Then(FakeBatchInserter.Commit);
        var first = rig.Inserter.HoldNext();
        var second = rig.Inserter.HoldNext();

        // The pool of four gives the writer two. The first full batch teaches that there is more to do.
        var writes = rig.WriteAll(Enumerable.Range(1, 60));
        start.Open();
        await row;
        await first.Reached;
        await second.Reached;
        Assert.Equal((2, 2), (rig.Now.InFlightSlots, rig.Now.InFlight));
        first.Open();
        second.Open();

        await Task.WhenAll(writes);
        Assert.Equal(2, rig.Inserter.MostBusy);
        Assert.Equal(Enumerable.Range(0, 61), rig.Inserter.Stored);
    }

    [Fact]
    public async Task A_deadlock_halves_the_lanes_and_sends_the_rows_in_the_order_of_their_keys()
    {
        await using var rig = new WriterRig(static o => (o.MaxBatchRows, o.MaxInFlight) = (4, 4));
        rig.Inserter.MaxBusy = 2;
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, cancellationToken: Token);
        await gate.Reached;
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.RolledBack));
        var writes = rig.WriteAll([9, 2, 7, 1]);
        gate.Open();

        await rig.PassTimeUntilAsync(() => writes.All(static w => w.IsCompleted));

        await Task.WhenAll([first, .. writes]);
        Assert.Equal([[0], [9, 2, 7, 1], [1, 2, 7, 9]], rig.Inserter.Attempts);
        Assert.Equal((1, 1L), (rig.Now.InFlightSlots, rig.Now.Retries));
    }

    [Theory]
    [InlineData(ConflictAction.Error, true)]
    [InlineData(ConflictAction.Update, false)]
    [InlineData(ConflictAction.Ignore, false)]
    public async Task Rows_whose_keys_only_the_database_compares_keep_their_order_where_the_last_or_the_first_wins(ConflictAction onConflict, bool isSorted)
    {
        await using var rig = new WriterRig(o => o.OnConflict = onConflict);
        var map = new TableMap<Row>(new TableName("rows"), [ColumnMap<Row>.CreateReference("name", static r => r.Id == 1 ? "alice" : "ALICE", new ColumnTraits { IsKey = true })]);
        await using var writer = rig.Database.CreateWriter(map, rig.Options);
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.RolledBack));

        var writing = writer.WriteManyAsync([new Row(1), new Row(2)], Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted);

        await writing;
        Assert.Equal([[1, 2], isSorted ? [2, 1] : [1, 2]], rig.Inserter.Attempts);
    }

    [Fact]
    public async Task Rows_of_one_key_keep_their_order_over_lanes_retries_and_refusals()
    {
        await using var rig = new WriterRig(
            static o =>
            {
                o.MaxBatchRows = 8;
                o.MaxInFlight = 4;
                o.PartitionBy = static r => r.Id % 7;
                o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
                o.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
            },
            TimeProvider.System);
        var random = new Random(Seed.Value);
        var order = new List<int>();
        rig.Inserter.MaxBusy = 2;
        rig.Inserter.Otherwise = async (batch, ct) =>
        {
            int chance;
            lock (order)
            {
                chance = random.Next(6);
            }

            if (chance == 0)
            {
                throw new FakeException(FailureKind.RolledBack);
            }

            var bad = Array.FindIndex(batch.Rows, static r => r.Id % 50 == 13);
            if (bad >= 0)
            {
                throw new FakeException(FailureKind.Rejected, chance % 2 == 0 ? bad : null);
            }

            await Task.Yield();
            batch.Commit();
            lock (order)
            {
                order.AddRange(batch.Rows.Select(static r => r.Id));
            }
        };

        for (var i = 0; i < 2_000; i++)
        {
            await rig.Writer.EnqueueAsync(new Row(i), Token);
        }

        await rig.FlushAsync();
        Assert.Equal(2_000 - 40, order.Count);
        Assert.All(order.GroupBy(static i => i % 7), static key => Assert.True(key.SequenceEqual(key.Order()), Seed.Replay));
    }

    [Fact]
    public async Task Without_an_answer_in_SendTimeout_an_attempt_is_made_again_or_unknown()
    {
        await using var rig = new WriterRig(static o => o.SendTimeout = TimeSpan.FromSeconds(10));
        var unsent = rig.Inserter.HoldNext();
        var write = rig.WriteAsync(1, cancellationToken: Token);
        await unsent.Reached;
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        await rig.PassTimeUntilAsync(() => write.IsCompleted, seconds: 0.1);
        await write;
        Assert.Equal(1, rig.Now.Retries);

        var sent = new Gate();
        rig.Inserter.Then(async (batch, ct) =>
        {
            batch.CommitIsSent();
            await sent.PassAsync(ct);
        });
        var doubtful = rig.WriteAsync(2, cancellationToken: Token);
        await sent.Reached;
        rig.Time.Advance(TimeSpan.FromSeconds(10));

        var error = await Assert.ThrowsAsync<RowOutcomeUnknownException>(() => doubtful);
        Assert.Contains("SendTimeout (00:00:10)", error.Message, StringComparison.Ordinal);
    }
}
