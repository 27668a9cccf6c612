namespace DataAccess.Snippets.Coming;

/// <summary>What docs/coming-from-ef-core.md shows of DataAccess.</summary>
internal static class InsteadOfEntityFramework
{
    private static readonly PageOrder<Order> Newest = PageOrder.ByDescending<Order>(order => order.PlacedAt);

    public static async Task ReadAsync(OrderRepository orders, long id, CancellationToken ct)
    {
        var order = await orders.GetAsync(id, ct);
        Console.WriteLine(order);
    }

    public static async Task PageAsync(OrderRepository orders, string? customer, DateTime before, CancellationToken ct)
    {
        SqlStatement filter = $"placed_at < {before}";
        if (customer is not null)
        {
            filter = $"{filter} and customer = {customer}";
        }

        var page = await orders.PageAsync(50, Newest, filter, ct);
        Console.WriteLine(page.Items.Count);
    }

    public static async Task UpdateAsync(OrderRepository orders, Order order, decimal total, CancellationToken ct)
    {
        await orders.UpdateAsync(order with { Total = total }, ct);
    }

    public static async Task JoinAsync(Database db, CancellationToken ct)
    {
        var report = await db.QueryAsync<(string Customer, decimal Total)>($"select customer, sum(total) from orders group by customer", ct);
        Console.WriteLine(report.Count);
    }
}
