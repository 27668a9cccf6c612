using Xunit;

namespace DataAccess.Conformance;

/// <summary>Rows as objects: get, query, insert, update, delete.</summary>
public abstract class RepositorySuite(TestEngine engine) : DatabaseSuite(engine)
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

    private static Order New(string customer) => new(0, customer, 12.25m, true, Noon, "as agreed");

    private sealed class OrderRepository(DatabaseSession session) : Repository<Order, long>(session)
    {
        public ValueTask<IReadOnlyList<Order>> OpenForAsync(string customer, CancellationToken cancellationToken)
            => QueryAsync($"where customer = {customer} and is_open order by placed_at", cancellationToken);
    }

    private sealed class ReadingRepository(DatabaseSession session) : Repository<Reading, long>(session);
}
