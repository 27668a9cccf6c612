namespace DataAccess.Snippets.Coming;

/// <summary>What docs/coming-from-dapper.md shows of DataAccess.</summary>
internal static class InsteadOfDapper
{
    public static async Task<Order?> ReadAsync(Database db, long id, string[] customers, CancellationToken ct)
    {
        var order = await db.QuerySingleOrDefaultAsync<Order>($"select * from orders where id = {id}", ct);
        var many = await db.QueryAsync<Order>($"select * from orders where customer in {customers}", ct);
        return order ?? (many.Count > 0 ? many[0] : null);
    }

    public static async Task<IReadOnlyList<Order>> FilterAsync(Database db, string? customer, decimal? least, CancellationToken ct)
    {
        SqlStatement where = $"true";
        if (customer is not null)
        {
            where = $"{where} and customer = {customer}";
        }

        if (least is not null)
        {
            where = $"{where} and total >= {least}";
        }

        return await db.QueryAsync<Order>($"select * from orders where {where} order by id", ct);
    }

    public static async Task InsertAsync(OrderRepository orders, Order[] all, CancellationToken ct)
    {
        IReadOnlyList<long> keys = await orders.InsertManyAsync(all, ct);
        Console.WriteLine(keys.Count);
    }

    public static async Task TransferAsync(Database db, long id, CancellationToken ct)
    {
        await db.InTransactionAsync(async (tx, ct) =>
        {
            await tx.ExecuteAsync($"update orders set total = 0 where id = {id}", ct);
            await tx.ExecuteAsync($"insert into audit (order_id) values ({id})", ct);
        }, ct);
    }

    public static async Task WriteAsync(BatchingWriter<Order> writer, Order order, CancellationToken ct)
    {
        await writer.WriteAsync(order, ct);
    }
}
