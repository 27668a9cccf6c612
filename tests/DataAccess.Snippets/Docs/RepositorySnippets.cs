using System.ComponentModel.DataAnnotations;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/repositories.md.</summary>
internal static class RepositorySnippets
{
    public static async Task DefaultsAsync(OrderRepository orders, Order order, CancellationToken ct)
    {
        var key = await orders.InsertAsync(order, o => new { o.Customer, o.Total }, ct);
        var changed = await orders.UpdateAsync(order with { Id = key, Total = 5 }, o => o.Total, ct);
        Console.WriteLine(changed);
    }

    public static async Task VersionsAsync(Documents documents, Document document, CancellationToken ct)
    {
        if (await documents.UpdateAndGetVersionAsync(document, ct) is { } version)
        {
            document = document with { Version = version };
        }

        Console.WriteLine(document.Version);
    }

    public static async Task ReturningAsync(OrderRepository orders, Order order, CancellationToken ct)
    {
        Order stored = await orders.InsertReturningAsync(order, o => new { o.Customer, o.Total }, ct);
        Order? changed = await orders.UpdateReturningAsync(stored with { Total = 5 }, o => o.Total, ct);
        Order? gone = await orders.DeleteReturningAsync(stored.Id, ct);
        Console.WriteLine((changed, gone));
    }

    [Row]
    public sealed record Order(long Id, string Customer, decimal Total, bool IsOpen, DateTime PlacedAt);

    [Row]
    public sealed record Document(long Id, string Text, [property: ConcurrencyCheck] long Version);

    public sealed class Documents(DatabaseSession db) : Repository<Document, long>(db);

    public sealed class OrderRepository(DatabaseSession db) : Repository<Order, long>(db)
    {
        public ValueTask<IReadOnlyList<Order>> OpenForAsync(string customer, CancellationToken ct = default)
            => QueryAsync($"where customer = {customer} and is_open order by placed_at", ct);
    }

    [Row]
    public sealed record OrderLine([property: Key] int OrderNumber, [property: Key] string Product, int Quantity);

    public sealed record OrderLineKey(string Product, int OrderNumber);

    public sealed class OrderLines(DatabaseSession db) : Repository<OrderLine, (int OrderNumber, string Product)>(db);

    public sealed class OrderLinesByRecord(DatabaseSession db) : Repository<OrderLine, OrderLineKey>(db);

    public sealed class TenantOrders(DatabaseSession db, int tenant) : Repository<Order, long>(db)
    {
        protected override SqlStatement? Filter => $"tenant = {tenant} and deleted_at is null";
    }

    public sealed class Exporter
    {
        private static readonly PageOrder<Order> Newest = PageOrder.ByDescending<Order>(order => order.PlacedAt).ThenBy(order => order.Customer);

        public static async Task ExportAsync(OrderRepository orders, CancellationToken ct)
        {
            var page = await orders.PageAsync(100, Newest, $"is_open = {true}", ct);
            while (page.Items.Count > 0)
            {
                Write(page.Items);
                page = await orders.PageAfterAsync(page.Last!, 100, Newest, $"is_open = {true}", ct);
            }
        }

        private static void Write(IReadOnlyList<Order> orders) => Console.WriteLine(orders.Count);
    }
}
