using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// Rows that the server does not store and says nothing of: a trigger swallows those whose sensor is 'drop', in place of an insert
/// as of an update. They are rejected, whichever way they take, and their neighbours are committed.
/// </summary>
public abstract class SwallowedRowsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const string Reason = "reported success and stored 0 of 1 rows";

    /// <summary>Makes the trigger that swallows rows of <c>readings</c>; first it writes the row to <c>elsewhere</c>.</summary>
    protected abstract string SwallowSql { get; }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()}, check (level is null or level < 1000))");
        await RunAsync($"create table elsewhere (sequence {TypeOf<long>()}, sensor varchar(20))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory]
    [MemberData(nameof(ConflictWays.All), MemberType = typeof(ConflictWays))]
    public async Task A_swallowed_row_is_rejected_and_its_neighbours_are_committed(int size, ConflictAction onConflict, bool exactlyOnce)
    {
        await RunAsync(SwallowSql);
        var rows = Rows(size);
        Drop(rows[size / 2]);
        Drop(rows[size - 1]);

        await AssertWrittenAsync(rows, onConflict, exactlyOnce);
    }

    [Theory]
    [MemberData(nameof(ConflictWays.All), MemberType = typeof(ConflictWays))]
    public async Task Where_all_are_swallowed_all_are_rejected(int size, ConflictAction onConflict, bool exactlyOnce)
    {
        await RunAsync(SwallowSql);
        var rows = Rows(size);
        Array.ForEach(rows, Drop);

        await AssertWrittenAsync(rows, onConflict, exactlyOnce);
    }

    [Theory]
    [MemberData(nameof(ConflictWays.All), MemberType = typeof(ConflictWays))]
    public async Task A_trigger_that_comes_between_two_batches_is_noticed(int size, ConflictAction onConflict, bool exactlyOnce)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var writer = db.CreateWriter<Reading>(new() { OnConflict = onConflict, ExactlyOnce = exactlyOnce });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(size, (await writer.WriteManyAsync([.. Rows(size, 10_000 * (round + 1))], Token)).Committed);
        }

        await RunAsync(SwallowSql);
        var rows = Rows(size);
        Drop(rows[size / 2]);
        var summary = await writer.WriteManyAsync([.. rows], Token);

        Assert.Equal((size - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal(size - 1, await Db.QuerySingleAsync<long>($"select count(*) from readings where sequence < 10000", Token));
    }

    [Theory]
    [MemberData(nameof(ConflictWays.All), MemberType = typeof(ConflictWays))]
    public async Task With_a_bad_row_beside_it_both_are_rejected(int size, ConflictAction onConflict, bool exactlyOnce)
    {
        await RunAsync(SwallowSql);
        var rows = Rows(size + 1);
        Drop(rows[size / 2]);
        rows[size].Level = 5_000;
        await using var writer = Db.CreateWriter<Reading>(new() { OnConflict = onConflict, ExactlyOnce = exactlyOnce });

        var summary = await writer.WriteManyAsync([.. rows], Token);

        Assert.Equal((size - 1L, 2L), (summary.Committed, summary.Rejected));
        Assert.Equal(size - 1, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3_000)]
    public async Task A_row_that_yields_to_a_key_is_acked_beside_one_that_is_swallowed(int size)
    {
        await RunAsync(SwallowSql);
        await RunAsync("insert into readings (sequence, sensor) values (0, 'old')");
        var rows = Rows(size + 1);
        Drop(rows[size]);
        await using var writer = Db.CreateWriter<Reading>(new() { OnConflict = ConflictAction.Ignore });

        var summary = await writer.WriteManyAsync([.. rows], Token);

        Assert.Equal((size, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal("old", await Db.QuerySingleAsync<string>($"select sensor from readings where sequence = 0", Token));
        Assert.Equal(size, await Db.QuerySingleAsync<long>($"select count(*) from readings", Token));
    }

    [Fact]
    public async Task A_row_that_is_updated_and_swallowed_then_is_rejected()
    {
        await RunAsync("insert into readings (sequence, sensor) values (0, 'old')");
        await RunAsync(SwallowSql);
        await using var writer = Db.CreateWriter<Reading>(new() { OnConflict = ConflictAction.Update });
        Reading[] rows = [new() { Sequence = 0, Sensor = "drop" }, new() { Sequence = 1, Sensor = "s" }, new() { Sequence = 1, Sensor = "drop" }];

        var summary = await writer.WriteManyAsync([.. rows], Token);

        Assert.Equal((1L, 2L), (summary.Committed, summary.Rejected));
        Assert.Equal(["old", "s"], await Db.QueryAsync<string>($"select sensor from readings order by sequence", Token));
    }

    [Fact]
    public async Task A_repository_says_so()
    {
        await RunAsync("insert into readings (sequence, sensor) values (0, 'old'), (1, 'old')");
        await RunAsync(SwallowSql);
        var readings = new ReadingRepository(Db);
        var dropped = new Reading { Sequence = 5, Sensor = "drop" };

        var single = await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.InsertAsync(dropped, Token));
        await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.InsertManyAsync([.. Rows(3, 10), dropped], Token));
        await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.UpsertAsync(dropped, Token));
        await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.UpsertAsync(new Reading { Sequence = 1, Sensor = "drop" }, Token));
        await Assert.ThrowsAsync<RowRejectedException>(async () => await readings.UpdateAsync(new Reading { Sequence = 1, Sensor = "drop" }, Token));

        Assert.Contains(Reason, single.Message, StringComparison.Ordinal);
        Assert.False(await readings.UpdateAsync(new Reading { Sequence = 77, Sensor = "drop" }, Token));
        Assert.Equal(["old", "old"], await Db.QueryAsync<string>($"select sensor from readings", Token));
    }

    /// <summary>Good rows, numbered from <paramref name="first"/>.</summary>
    protected static Reading[] Rows(int count, int first = 0)
        => [.. Enumerable.Range(first, count).Select(static i => new Reading { Sequence = i, Sensor = $"s{i % 7}" })];

    protected static void Drop(Reading row) => row.Sensor = "drop";

    /// <summary>Writes the rows, and looks that each has the outcome it should.</summary>
    protected async Task AssertWrittenAsync(Reading[] rows, ConflictAction onConflict, bool exactlyOnce)
    {
        var swallowed = rows.Where(static r => r.Sensor == "drop").Select(static r => r.Sequence).ToArray();
        var rejected = new List<long>();
        await using var writer = Db.CreateWriter<Reading>(new()
        {
            OnConflict = onConflict,
            ExactlyOnce = exactlyOnce,
            DeadLetter = (failed, _) =>
            {
                Assert.Contains(Reason, failed.Failure.Message, StringComparison.Ordinal);
                rejected.Add(failed.Row.Sequence);
                return default;
            },
        });

        var summary = await writer.WriteManyAsync([.. rows], Token);

        Assert.Equal(swallowed, rejected.Order());
        Assert.Equal((rows.Length - swallowed.Length, (long)swallowed.Length), (summary.Committed, summary.Rejected));
        Assert.Equal(
            rows.Where(static r => r.Sensor != "drop").Select(static r => r.Sequence),
            await Db.QueryAsync<long>($"select sequence from readings order by sequence", Token));
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from elsewhere", Token));
        Assert.Equal(exactlyOnce && summary.Committed > 0 ? 1 : 0, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger", Token));
    }

    private sealed class ReadingRepository(DatabaseSession session) : Repository<Reading, long>(session);
}
