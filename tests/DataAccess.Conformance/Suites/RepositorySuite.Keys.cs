using Xunit;

namespace DataAccess.Conformance;

/// <content>The keys of rows that are inserted together.</content>
public abstract partial class RepositorySuite
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_201)]
    public async Task Each_row_that_is_inserted_with_others_gets_its_own_key(int rows)
    {
        var orders = new OrderRepository(Db);
        var random = new Random(rows);
        var names = Enumerable.Range(0, rows).Select(i => $"{random.Next()} {i}").ToList();

        var keys = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () => await orders.InsertManyAsync(names.Select(New), Token), Token)));

        Assert.Equal(3 * rows, keys.SelectMany(static k => k).Distinct().Count());
        var stored = (await orders.GetManyAsync([.. keys.SelectMany(static k => k)], Token)).ToDictionary(static o => o.Id, static o => o.Customer);
        Assert.All(keys, some => Assert.Equal(names, some.Select(key => stored[key]), StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_insert_of_some_columns_gives_the_generated_key()
    {
        var orders = new OrderRepository(Db);
        await orders.InsertAsync(New("first"), Token);

        var key = await orders.InsertAsync(New("ann"), static o => new { o.Customer, o.Amount, o.IsOpen, o.PlacedAt }, Token);

        Assert.Equal(New("ann") with { Id = key, Note = null }, await orders.GetAsync(key, Token));
    }

    [Fact]
    public async Task Rows_with_keys_of_their_own_give_them_back_in_their_order()
    {
        var readings = new ReadingRepository(Db);

        Assert.Equal([9, 2, 7], await readings.InsertManyAsync(new long[] { 9, 2, 7 }.Select(static i => new Reading { Sequence = i, Sensor = "a" }), Token));
        Assert.Empty(await readings.InsertManyAsync([], Token));
        Assert.Empty(await new OrderRepository(Db).InsertManyAsync([], Token));
    }

    [Fact]
    public async Task Rows_that_get_their_keys_are_all_stored_or_none()
    {
        var orders = new OrderRepository(Db);
        var rows = Enumerable.Range(0, 600).Select(i => New(i == 550 ? null! : $"c{i}")).ToList();

        await Assert.ThrowsAnyAsync<Exception>(async () => await orders.InsertManyAsync(rows, Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await orders.InsertManyAsync(rows.Take(2), new CancellationToken(canceled: true)));
        Assert.Equal(0, await orders.CountAsync(cancellationToken: Token));

        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await Assert.ThrowsAnyAsync<Exception>(async () => await new OrderRepository(tx).InsertManyAsync(rows, ct));
                Assert.Equal(2, (await new OrderRepository(tx).InsertManyAsync(rows.Take(2), ct)).Distinct().Count());
            },
            Token);
        Assert.Equal(["c0", "c1"], (await orders.QueryAsync($"order by id", Token)).Select(static o => o.Customer), StringComparer.Ordinal);
    }
}
