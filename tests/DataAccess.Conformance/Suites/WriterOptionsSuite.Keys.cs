using DataAccess.Conformance.Faults;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The options that have to do with keys, with the ledger, and with what failed.</summary>
public abstract partial class WriterOptionsSuite
{
    /// <summary>How a table says that the database makes its key.</summary>
    protected abstract string GeneratedKey { get; }

    /// <summary>The type of a text column that compares without regard to case.</summary>
    protected abstract string CaselessText { get; }

    [Fact]
    public async Task PartitionBy_keeps_the_order_of_each_key_over_lanes_and_refusals()
    {
        await RunAsync($"create table visits (id {GeneratedKey}, place varchar(10) not null, number {TypeOf<int>()} not null, check (number <> 500))");
        await using var writer = Db.CreateWriter<Visit>(new() { MaxBatchRows = 50, MaxInFlight = 4, PartitionBy = static v => v.Place });

        var summary = await writer.WriteManyAsync(Enumerable.Range(0, 4_000).Select(static i => new Visit(0, $"place {i % 11}", i)), Token);

        Assert.Equal((3_999L, 1L), (summary.Committed, summary.Rejected));
        var visits = await Db.QueryAsync<Visit>($"select id, place, number from visits order by id", Token);
        Assert.All(visits.GroupBy(static v => v.Place, StringComparer.Ordinal), static of => Assert.Equal(of.Select(static v => v.Number).Order(), of.Select(static v => v.Number)));
    }

    [Fact]
    public async Task OnConflict_Ignore_keeps_the_row_that_is_there()
    {
        await RunAsync("insert into readings (sequence, sensor, level) values (2, 'old', 1)");
        await using var writer = Db.CreateWriter<Reading>(new() { OnConflict = ConflictAction.Ignore });

        var summary = await writer.WriteManyAsync(
            [Named(1, "a"), Named(2, "new"), Named(3, "first"), Named(3, "second"), Named(4, "d")], Token);

        Assert.Equal(5, summary.Committed);
        Assert.Equal(["a", "old", "first", "d"], await SensorsAsync());
    }

    [Fact]
    public async Task OnConflict_Update_overwrites_it_and_the_last_of_equal_keys_wins()
    {
        await RunAsync("insert into readings (sequence, sensor, level) values (2, 'old', 1)");
        await using var writer = Db.CreateWriter<Reading>(new() { OnConflict = ConflictAction.Update });

        var summary = await writer.WriteManyAsync(
            [Named(1, "a"), Named(2, "new"), Named(3, "first"), Named(3, "second"), Named(2, "newest"), Named(4, "d")], Token);

        Assert.Equal(6, summary.Committed);
        Assert.Equal(["a", "newest", "second", "d"], await SensorsAsync());
    }

    [Fact]
    public async Task OnConflict_Update_of_thousands_of_rows_twice_each()
    {
        await using var writer = Db.CreateWriter<Reading>(new() { OnConflict = ConflictAction.Update, MaxInFlight = 1 });

        var summary = await writer.WriteManyAsync(
            Enumerable.Range(0, 12_000).Select(static i => Named(i % 6_000, i < 6_000 ? "first" : "second")), Token);

        Assert.Equal(12_000, summary.Committed);
        Assert.Equal(["second"], await Db.QueryAsync<string>($"select distinct sensor from readings", Token));
        Assert.Equal(6_000, await CountAsync());
    }

    [Fact]
    public async Task ExactlyOnce_enters_each_batch_in_the_ledger_and_removes_old_ones()
    {
        await using var writer = Db.CreateWriter<Reading>(
            new()
            {
                ExactlyOnce = true,
                DeliveryTimeout = TimeSpan.FromSeconds(2),
                SendTimeout = TimeSpan.FromSeconds(1),
                LedgerRetention = TimeSpan.FromSeconds(4.5),
            });
        await writer.EnsureLedgerAsync(Token);
        await writer.EnsureLedgerAsync(Token);

        await writer.WriteAsync(Row(1), Token);
        Assert.Equal(1, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where is_committed", Token));
        var (first, next) = (await Db.QuerySingleAsync<Guid>($"select batch_id from dataaccess_ledger", Token), 2);
        await Waiting.UntilAsync(
            "the first batch is removed from the ledger",
            async () =>
            {
                await writer.WriteAsync(Row(next++), Token);
                return await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where batch_id = {first}", Token) == 0;
            });

        Assert.Equal(next - 1, await CountAsync());
    }

    [Fact]
    public async Task A_ledger_may_be_made_by_many_at_once()
    {
        await using var writer = Db.CreateWriter<Reading>();
        await writer.EnsureLedgerAsync(Token);
        for (var round = 0; round < 10; round++)
        {
            await RunAsync("drop table dataaccess_ledger");

            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await writer.EnsureLedgerAsync(Token), Token)));

            Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where kept_until > 0", Token));
        }
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_ledger_that_writers_share_keeps_each_ones_rows_whatever_their_clocks_say(int hours)
    {
        await using var other = Reopen(time: new ShiftedTime(TimeSpan.FromHours(-hours)));
        await using var keeper = other.CreateWriter<Reading>(new() { ExactlyOnce = true });
        await keeper.EnsureLedgerAsync(Token);
        await keeper.WriteAsync(Row(0), Token);
        var kept = await Db.QuerySingleAsync<Guid>($"select batch_id from dataaccess_ledger", Token);
        await using var wrong = Reopen(time: new ShiftedTime(TimeSpan.FromHours(hours)));
        await using var writer = wrong.CreateWriter<Reading>(
            new()
            {
                ExactlyOnce = true,
                DeliveryTimeout = TimeSpan.FromSeconds(2),
                SendTimeout = TimeSpan.FromSeconds(1),
                LedgerRetention = TimeSpan.FromSeconds(4.5),
            });
        await writer.WriteAsync(Row(1), Token);
        var (first, next) = (await Db.QuerySingleAsync<Guid>($"select batch_id from dataaccess_ledger where batch_id <> {kept}", Token), 2);

        await Waiting.UntilAsync(
            "the writer's first batch is removed from the ledger",
            async () =>
            {
                await writer.WriteAsync(Row(next++), Token);
                return await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where batch_id = {first}", Token) == 0;
            });

        Assert.Equal(1, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where batch_id = {kept}", Token));
    }

    [Fact]
    public async Task A_ledger_of_version_0_1_is_told_and_brought_up_to_date()
    {
        await RunAsync(LedgerSql.Create(Db.Dialect).Replace($", kept_until {TypeOf<long>()}", "", StringComparison.Ordinal));
        await using (var writer = Db.CreateWriter<Reading>(new() { ExactlyOnce = true }))
        {
            var error = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(1), Token));
            Assert.Contains(LedgerSql.Upgrade(Db.Dialect), error.Message, StringComparison.Ordinal);
        }

        await using var later = Db.CreateWriter<Reading>(new() { ExactlyOnce = true });
        await later.EnsureLedgerAsync(Token);
        await later.EnsureLedgerAsync(Token);
        await later.WriteAsync(Row(1), Token);

        Assert.Equal(1, await Db.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where is_committed", Token));
    }

    [Fact]
    public async Task ExactlyOnce_without_its_table_stops_and_says_how_to_make_it()
    {
        await using var writer = Db.CreateWriter<Reading>(new() { ExactlyOnce = true });

        var error = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(Row(1), Token));

        Assert.Contains("call EnsureLedgerAsync once", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task DeadLetter_receives_the_row_the_code_and_the_databases_words_and_may_throw()
    {
        var letters = new List<FailedRow<Reading>>();
        await using var writer = Db.CreateWriter<Reading>(new()
        {
            DeadLetter = (failed, _) =>
            {
                letters.Add(failed);
                throw new InvalidOperationException("the handler fails");
            },
        });
        await writer.WriteAsync(Row(1), Token);

        var summary = await writer.WriteManyAsync([Row(1), Row(2), Row(3)], Token);

        Assert.Equal((2L, 1L), (summary.Committed, summary.Rejected));
        var letter = Assert.Single(letters);
        Assert.Equal((1L, RowOutcome.Rejected), (letter.Row.Sequence, letter.Outcome));
        Assert.False(string.IsNullOrEmpty(letter.Failure.Code));
        Assert.False(string.IsNullOrEmpty(letter.Failure.Message));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    public async Task WriteManyAsync_says_which_rows_failed(int rows)
    {
        int[] bad = [0, 1, rows / 2, rows - 1];
        var told = new List<FailedRow<Reading>>();
        await using var writer = Db.CreateWriter<Reading>(new() { DeadLetter = static (_, _) => throw new InvalidOperationException("nobody's row") });

        var summary = await writer.WriteManyAsync(
            Enumerable.Range(0, rows).Select(i => bad.Contains(i) ? new Reading { Sequence = 1_000 + i, Sensor = null! } : Row(1_000 + i)),
            (failed, _) =>
            {
                told.Add(failed);
                return default;
            },
            Token);

        Assert.Equal(bad.Select(static i => ((long?)i, 1_000L + i)), told.Select(static f => (f.Index, f.Row.Sequence)).Order());
        Assert.All(told, static f => Assert.False(string.IsNullOrEmpty(f.Failure.Message)));
        Assert.Equal(bad.Select(static i => (long)i), summary.Failures.Select(static f => f.Index));
        Assert.Equal((rows - 4L, 4L, rows - 4), (summary.Committed, summary.Rejected, await CountAsync()));
    }

    private static Reading Named(long sequence, string sensor) => new() { Sequence = sequence, Sensor = sensor };

    private async Task<IReadOnlyList<string>> SensorsAsync() => await Db.QueryAsync<string>($"select sensor from readings order by sequence", Token);
}
