using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Rows as objects: get, query, insert, update, delete.</summary>
public abstract partial class RepositorySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly DateTime Noon = new(2026, 2, 3, 12, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The column definition of a key that the database generates.</summary>
    protected abstract string GeneratedKey { get; }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table orders (id {GeneratedKey}, customer varchar(100) not null, amount {TypeOf<decimal>()} not null, "
            + $"is_open {TypeOf<bool>()} not null, placed_at {TypeOf<DateTime>()} not null, note varchar(200))");
        await RunAsync($"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(100) not null, level {TypeOf<double>()})");
    }

    [Fact]
    public async Task An_inserted_row_is_found_by_its_generated_key()
    {
        var orders = new OrderRepository(Db);

        var key = await orders.InsertAsync(New("ann"), Token);
        var next = await orders.InsertAsync(New("bob"), Token);

        Assert.True(next > key);
        Assert.Equal(New("ann") with { Id = key }, await orders.GetAsync(key, Token));
        Assert.Null(await orders.GetAsync(next + 1, Token));
    }

    [Fact]
    public async Task A_key_of_its_own_is_given_back()
        => Assert.Equal(7, await new ReadingRepository(Db).InsertAsync(new Reading { Sequence = 7, Sensor = "a" }, Token));

    /// <summary>A row that comes and goes between a change and the question whether it is there was rejected by nobody.</summary>
    [Fact]
    public async Task Callers_that_put_and_remove_the_same_row_are_not_told_that_it_was_rejected()
    {
        await RunAsync($"create table documents (id {TypeOf<int>()} not null primary key, text varchar(100) not null, version {TypeOf<int>()} not null)");
        var (readings, documents) = (new ReadingRepository(Db), new DocumentRepository(Db));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var told = new ConcurrentBag<Exception>();
        async Task RepeatAsync(Func<Task> work)
        {
            while (!end.IsCancellationRequested)
            {
                if (await Record.ExceptionAsync(work) is { } error)
                {
                    told.Add(error);
                }
            }
        }

        await Task.WhenAll(new Func<Task>[]
        {
            async () => await readings.InsertAsync(new Reading { Sequence = 1, Sensor = "a" }, Token),
            async () => await readings.DeleteAsync(1, Token),
            async () => await readings.UpdateAsync(new Reading { Sequence = 1, Sensor = "b" }, Token),
            async () => await Db.InTransactionAsync(async (tx, ct) => await new ReadingRepository(tx).DeleteAsync(1, ct), Token),
            async () => await documents.InsertAsync(new Document(1, "a", 1), Token),
            async () => await documents.DeleteAsync(1, Token),
            async () => await documents.UpdateAsync(new Document(1, "b", 1), Token),
        }.Select(work => Task.Run(() => RepeatAsync(work), Token)));

        // The key is taken, or the version was counted up.
        Assert.Null(told.FirstOrDefault(error =>
            error is RowRejectedException || (error is not ConcurrencyConflictException && Db.Provider.Classify(error).Kind is not (FailureKind.Rejected or FailureKind.RolledBack))));
    }

    [Fact]
    public async Task A_key_may_be_an_enum()
    {
        await RunAsync($"create table graded (grade {TypeOf<short>()} not null primary key, note varchar(20) not null)");
        var graded = new GradedRepository(Db);
        await graded.InsertManyAsync([new(Grade.Good, "a"), new(Grade.Better, "b")], Token);
        Assert.Equal(Grade.Best, await graded.InsertAsync(new(Grade.Best, "c"), Token));

        var together = await Task.WhenAll(Enum.GetValues<Grade>().Select(grade => graded.GetAsync(grade, Token).AsTask()));
        Assert.Equal("a,b,c,", string.Join(',', together.Select(static row => row?.Note)));
        Assert.Equal("a,c", string.Join(',', (await graded.GetManyAsync([Grade.Good, Grade.Best, Grade.None], Token)).OrderBy(static row => row.Grade).Select(static row => row.Note)));
        Assert.True(await graded.UpdateAsync(new(Grade.Good, "changed"), Token));
        await graded.UpsertAsync(new(Grade.None, "new"), Token);
        Assert.True(await graded.DeleteAsync(Grade.Better, Token));
        Assert.False(await graded.ExistsAsync(Grade.Better, Token));
        Assert.Equal(Grade.Best, (await graded.PageAfterAsync(Grade.Good, 1, cancellationToken: Token)).Last);
        Assert.Equal("changed,c,new", string.Join(',', (await graded.QueryAsync($"order by grade", Token)).Select(static row => row.Note)));
    }

    [Fact]
    public void A_key_that_cannot_be_one_is_told_as_it_is()
    {
        var text = Assert.Throws<MappingException>(() => new NamedRepository(Db));
        var other = Assert.Throws<MappingException>(() => new MistakenRepository(Db));

        Assert.Contains("Use string as the key type", text.Message, StringComparison.Ordinal);
        Assert.Contains("Use the property's own type", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_takes_what_follows_the_table()
    {
        var orders = new OrderRepository(Db);
        await orders.InsertAsync(New("ann"), Token);
        await orders.InsertAsync(New("ann") with { IsOpen = false }, Token);
        await orders.InsertAsync(New("bob"), Token);

        var open = await orders.OpenForAsync("ann", Token);

        Assert.Equal("ann", Assert.Single(open).Customer);
    }

    [Fact]
    public async Task Update_writes_every_column_and_says_whether_there_was_a_row()
    {
        var orders = new OrderRepository(Db);
        var key = await orders.InsertAsync(New("ann"), Token);
        var changed = New("ann") with { Id = key, Amount = 99.5m, Note = null, IsOpen = false };

        Assert.True(await orders.UpdateAsync(changed, Token));
        Assert.False(await orders.UpdateAsync(changed with { Id = key + 1 }, Token));

        Assert.Equal(changed, await orders.GetAsync(key, Token));
    }

    [Fact]
    public async Task Update_to_the_same_values_still_finds_the_row()
    {
        var readings = new ReadingRepository(Db);
        var reading = new Reading { Sequence = 1, Sensor = "a", Level = 2.5 };
        await readings.InsertAsync(reading, Token);

        Assert.True(await readings.UpdateAsync(reading, Token));
    }

    [Fact]
    public async Task Delete_says_whether_there_was_a_row()
    {
        var orders = new OrderRepository(Db);
        var key = await orders.InsertAsync(New("ann"), Token);

        Assert.True(await orders.DeleteAsync(key, Token));
        Assert.False(await orders.DeleteAsync(key, Token));
        Assert.Null(await orders.GetAsync(key, Token));
    }

    [Fact]
    public async Task A_repository_works_inside_a_transaction()
    {
        await Assert.ThrowsAsync<FormatException>(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await new OrderRepository(tx).InsertAsync(New("ann"), ct);
                throw new FormatException();
            },
            Token));

        Assert.Empty(await new OrderRepository(Db).QueryAsync($"", Token));
    }

    [Fact]
    public async Task Get_many_gives_the_rows_that_are_there()
    {
        var readings = await FilledAsync(2_500);

        var found = await readings.GetManyAsync([.. Enumerable.Range(1, 2_600).Select(static i => (long)i), 7], Token);

        Assert.Equal(Enumerable.Range(1, 2_500).Select(static i => (long)i), found.Select(static r => r.Sequence).Order());
        Assert.Empty(await readings.GetManyAsync([], Token));
    }

    [Fact]
    public async Task Pages_follow_each_other_by_key()
    {
        var readings = await FilledAsync(25);

        var first = await readings.PageAsync(10, $"sequence <> {3}", Token);
        var second = await readings.PageAfterAsync(first.Last, 10, $"sequence <> {3}", Token);
        var third = await readings.PageAfterAsync(second.Last, 10, $"sequence <> {3}", Token);

        Assert.Equal([(true, 11L), (true, 21L), (false, 25L)], new[] { first, second, third }.Select(static p => (p.HasMore, p.Last)));
        Assert.Equal(24, first.Items.Concat(second.Items).Concat(third.Items).Select(static r => r.Sequence).Distinct().Count());
        Assert.Empty((await readings.PageAfterAsync(third.Last, 10, cancellationToken: Token)).Items);
    }

    [Fact]
    public async Task Count_exists_and_stream_see_the_rows()
    {
        var readings = await FilledAsync(300);

        Assert.Equal(300, await readings.CountAsync(cancellationToken: Token));
        Assert.Equal(100, await readings.CountAsync($"where sequence <= {100}", Token));
        Assert.True(await readings.ExistsAsync(300, Token));
        Assert.False(await readings.ExistsAsync(301, Token));
        var seen = 0;
        await foreach (var reading in readings.StreamAsync($"order by sequence", Token))
        {
            Assert.Equal(++seen, reading.Sequence);
        }

        Assert.Equal(300, seen);
    }

    [Fact]
    public async Task Insert_many_is_all_or_nothing()
    {
        var readings = await FilledAsync(1);

        await Assert.ThrowsAnyAsync<Exception>(async () => await readings.InsertManyAsync(
            Enumerable.Range(2, 1_500).Append(1).Select(static i => new Reading { Sequence = i, Sensor = "a" }), Token));

        Assert.Equal(1, await readings.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task The_key_0_is_a_new_one_where_the_database_makes_it_and_0_where_the_row_has_it()
    {
        await RunAsync($"create table visits (id {GeneratedKey}, place varchar(20) not null, number {TypeOf<int>()})");
        var (made, own) = (new Visits(Db), new OwnVisits(Db));

        var first = await made.InsertAsync(new Visit(0, "a", 1), Token);
        var second = await made.InsertAsync(new Visit(77, "b", 2), Token);
        await made.InsertManyAsync([new Visit(0, "c", 3), new Visit(0, "d", 4)], Token);
        Assert.Equal(0, await own.InsertAsync(new OwnVisit(0, "e", 5), Token));
        Assert.Equal(1_000, await own.InsertAsync(new OwnVisit(1_000, "f", 6), Token));
        await own.UpsertAsync(new OwnVisit(0, "g", 7), Token);
        await made.UpsertAsync(new Visit(0, "h", 8), Token);

        Assert.Equal((true, first + 1), (first > 0, second));
        Assert.Equal("b", (await made.GetAsync(second, Token))?.Place);
        Assert.Equal(
            [new OwnVisit(0, "h", 8), new OwnVisit(first, "a", 1), new OwnVisit(second, "b", 2), new OwnVisit(second + 1, "c", 3), new OwnVisit(second + 2, "d", 4), new OwnVisit(1_000, "f", 6)],
            await own.QueryAsync($"order by id", Token));
    }

    [Fact]
    public async Task Upsert_inserts_and_overwrites()
    {
        var readings = new ReadingRepository(Db);

        await readings.UpsertAsync(new Reading { Sequence = 1, Sensor = "a", Level = 1 }, Token);
        await readings.UpsertAsync(new Reading { Sequence = 1, Sensor = "b" }, Token);

        var reading = Assert.Single(await readings.QueryAsync($"", Token));
        Assert.Equal(("b", null), (reading.Sensor, reading.Level));
    }

    [Fact]
    public async Task A_lost_race_raises_a_conflict_and_writes_nothing()
    {
        await RunAsync($"create table documents (id {TypeOf<int>()} not null primary key, text varchar(50) not null, version {TypeOf<int>()} not null)");
        var documents = new DocumentRepository(Db);
        await documents.InsertAsync(new Document(1, "first", 0), Token);
        var mine = await documents.GetAsync(1, Token);
        var theirs = await documents.GetAsync(1, Token);

        Assert.True(await documents.UpdateAsync(theirs! with { Text = "theirs" }, Token));
        var conflict = await Assert.ThrowsAsync<ConcurrencyConflictException>(async () => await documents.UpdateAsync(mine! with { Text = "mine" }, Token));

        Assert.Contains("documents", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(new Document(1, "theirs", 1), await documents.GetAsync(1, Token));
        Assert.False(await documents.UpdateAsync(mine! with { Id = 2 }, Token));
    }

    [Fact]
    public async Task Concurrent_gets_share_round_trips_and_each_gets_its_own_row()
    {
        var readings = await FilledAsync(200);

        var rows = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async i => (Asked: (long)(i % 250) + 1, Row: await readings.GetAsync((i % 250) + 1, Token))));

        Assert.All(rows, static r => Assert.Equal(r.Asked <= 200 ? r.Asked : null, r.Row?.Sequence));
    }

    private async ValueTask<ReadingRepository> FilledAsync(int rows)
    {
        var readings = new ReadingRepository(Db);
        await readings.InsertManyAsync(Enumerable.Range(1, rows).Select(static i => new Reading { Sequence = i, Sensor = "a", Level = i }), Token);
        return readings;
    }

    /// <summary>A row that counts its changes.</summary>
    [Table("documents")]
    [Row]
    public sealed record Document(int Id, string Text, [property: ConcurrencyCheck] int Version);

    private sealed class DocumentRepository(DatabaseSession session) : Repository<Document, int>(session);

    private static Order New(string customer) => new(0, customer, 12.25m, true, Noon, "as agreed");

    private sealed class OrderRepository(DatabaseSession session) : Repository<Order, long>(session)
    {
        public ValueTask<IReadOnlyList<Order>> OpenForAsync(string customer, CancellationToken cancellationToken)
            => QueryAsync($"where customer = {customer} and is_open order by placed_at", cancellationToken);
    }

    /// <summary>A visit whose key the row has.</summary>
    [Table("visits")]
    public sealed record OwnVisit([property: Key] long Id, string Place, int Number);

    private sealed class Visits(DatabaseSession session) : Repository<Visit, long>(session);

    private sealed class OwnVisits(DatabaseSession session) : Repository<OwnVisit, long>(session);

    private sealed class ReadingRepository(DatabaseSession session) : Repository<Reading, long>(session);

    public enum Grade : short
    {
        Good = 1,
        Better = 2,
        Best = 3,
        None = 9,
    }

    [Table("graded")]
    [Row]
    public sealed record Graded([property: Key] Grade Grade, string Note);

    [Table("named")]
    [Row]
    public sealed record Named([property: Key, Column(TypeName = "text")] Grade Grade, string Note);

    private sealed class GradedRepository(Database db) : Repository<Graded, Grade>(db);

    private sealed class NamedRepository(Database db) : Repository<Named, Grade>(db);

    private sealed class MistakenRepository(Database db) : Repository<Graded, DayOfWeek>(db);
}
