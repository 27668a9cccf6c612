namespace DataAccess.Snippets.Coming;

/// <summary>What docs/coming-from-linq2db.md shows of DataAccess.</summary>
internal static class InsteadOfLinq2Db
{
    public static async Task ReadAsync(OrderRepository orders, long id, string customer, CancellationToken ct)
    {
        var order = await orders.GetAsync(id, ct);
        var many = await orders.QueryAsync($"where customer = {customer} order by placed_at", ct);
        Console.WriteLine($"{order} {many.Count}");
    }

    public static async Task UpdateAsync(Database db, long id, decimal total, CancellationToken ct)
    {
        await db.ExecuteAsync($"update orders set total = {total} where id = {id}", ct);
    }

    public static async Task LoadAsync(BatchingWriter<Order> writer, IAsyncEnumerable<Order> orders, CancellationToken ct)
    {
        await writer.WriteManyAsync(orders, ct);
    }
}
