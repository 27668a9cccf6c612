using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A row to which the server answers, always, that it is busy: as a trigger may. It costs no other row, and a server that is busy costs none.</summary>
public sealed class BusyRowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FailureKind.RolledBack, false)]
    [InlineData(FailureKind.RolledBack, true)]
    [InlineData(FailureKind.Unavailable, false)]
    [InlineData(FailureKind.Unavailable, true)]
    [InlineData(FailureKind.Cancelled, false)]
    public async Task It_is_not_persisted_and_its_neighbours_are_committed(FailureKind kind, bool inOrder)
    {
        var stored = new List<int>();
        await using var rig = Rig(inOrder);
        rig.Inserter.Otherwise = (batch, _) =>
        {
            if (batch.Rows.Any(static r => r.Id is 7 or 30))
            {
                throw new FakeException(new DatabaseFailure(kind, "F0001", "not now"));
            }

            stored.AddRange(batch.Rows.Select(static r => r.Id));
            batch.Commit();
            return default;
        };

        var writing = rig.Writer.WriteManyAsync(Enumerable.Range(1, 40).Select(static i => new Row(i)), Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted);

        var summary = await writing;
        Assert.Equal((38L, 2L, 0L), (summary.Committed, summary.NotPersisted, summary.Rejected));
        Assert.Equal(Enumerable.Range(1, 40).Except([7, 30]), inOrder ? stored : stored.Order());
        Assert.Equal((0L, 0L), (rig.Now.Queued, rig.Now.QueuedBytes));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Where_the_last_of_equal_keys_wins_it_is_not_sent_after_them(bool isText, bool isRejected)
    {
        // 7 and 30 have one key; of a text only the database knows whether it equals another.
        static int KeyOf(Row row) => row.Id == 30 ? 7 : row.Id;
        await using var rig = new WriterRig(static o =>
        {
            o.OnConflict = ConflictAction.Update;
            o.MaxInFlight = 1;
            o.DeliveryTimeout = TimeSpan.FromMinutes(10);
            o.Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(100) };
        });
        var map = new TableMap<Row>(
            new TableName("rows"),
            [isText
                ? ColumnMap<Row>.CreateReference("name", static r => r.Id == 30 ? "ALICE" : r.Id == 7 ? "alice" : $"{r.Id}".ToString(), new ColumnTraits { IsKey = true })
                : ColumnMap<Row>.Create("id", KeyOf, new ColumnTraits { IsKey = true })]);
        await using var writer = rig.Database.CreateWriter(map, rig.Options);
        var table = new Dictionary<int, int>();
        var answers = 0;
        rig.Inserter.Otherwise = (batch, _) =>
        {
            if (isRejected && batch.Rows.Any(static r => r.Id == 20))
            {
                throw new FakeException(FailureKind.Rejected);
            }

            if (batch.Rows.Any(static r => r.Id == 7) && answers++ < 40)
            {
                throw new FakeException(new DatabaseFailure(FailureKind.RolledBack, "F0001", "not now"));
            }

            foreach (var row in batch.Rows)
            {
                table[KeyOf(row)] = row.Id;
            }

            batch.Commit();
            return default;
        };

        var writing = writer.WriteManyAsync(Enumerable.Range(1, 40).Select(static i => new Row(i)), Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted, seconds: 0.1);

        var summary = await writing;
        Assert.Equal((isRejected ? 39L : 40L, 0L), (summary.Committed, summary.NotPersisted));
        Assert.Equal(30, table[7]);
    }

    [Theory]
    [InlineData(FailureKind.RolledBack, false)]
    [InlineData(FailureKind.Unavailable, true)]
    public async Task While_the_server_is_busy_no_row_is_given_up_and_their_order_is_kept(FailureKind kind, bool inOrder)
    {
        var stored = new List<int>();
        var attempts = 0;
        await using var rig = Rig(inOrder);
        rig.Inserter.Otherwise = (batch, _) =>
        {
            if (attempts++ < 40)
            {
                throw new FakeException(kind);
            }

            stored.AddRange(batch.Rows.Select(static r => r.Id));
            batch.Commit();
            return default;
        };

        var writing = rig.Writer.WriteManyAsync(Enumerable.Range(1, 40).Select(static i => new Row(i)), Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted, seconds: 0.1);

        Assert.Equal(40, (await writing).Committed);
        Assert.Equal(Enumerable.Range(1, 40), inOrder ? stored : stored.Order());
        Assert.Equal(1, rig.Inserter.MostCopies);
    }

    [Fact]
    public async Task A_lost_connection_is_of_no_row_and_halves_no_batch()
    {
        await using var rig = Rig(inOrder: false);
        for (var i = 0; i < 12; i++)
        {
            rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.ConnectionLost));
        }

        var writing = rig.Writer.WriteManyAsync(Enumerable.Range(1, 8).Select(static i => new Row(i)), Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted, seconds: 0.1);

        Assert.Equal(8, (await writing).Committed);
        Assert.All(rig.Inserter.Attempts, static a => Assert.Equal(8, a.Length));
    }

    private static WriterRig Rig(bool inOrder) => new(o =>
    {
        o.DeliveryTimeout = TimeSpan.FromMinutes(10);
        o.Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(100) };
        if (inOrder)
        {
            o.PartitionBy = static _ => 1;
        }
    });
}
