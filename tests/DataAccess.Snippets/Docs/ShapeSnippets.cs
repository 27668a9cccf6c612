using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/shapes.md.</summary>
internal static class ShapeSnippets
{
    public static async Task TuplesAsync(Database db, CancellationToken ct)
    {
        IReadOnlyList<int?> grades = await db.QueryAsync<int?>($"select grade from parts", ct);
        IReadOnlyList<(long Id, string? Name)> parts = await db.QueryAsync<(long Id, string? Name)>($"select id, name from parts", ct);
        (long Id, decimal Price)? cheapest = await db.QueryFirstOrDefaultAsync<(long, decimal)?>($"select id, price from parts order by price", ct);
        Console.WriteLine($"{grades.Count} {parts.Count} {cheapest}");
    }

    public static async Task JoinsAsync(Database db, CancellationToken ct)
    {
        var rows = await db.QueryAsync<(Order Order, Customer? Customer)>(
            $"select o.*, c.* from orders o left join customers c on c.id = o.customer_id", ct);
        var marked = await db.QueryAsync<(Order, Customer?)>(
            SqlStatement.SplitOn($"select o.*, 0 as split, c.* from orders o left join customers c on c.id = o.customer_id", "split"), ct);
        var shipped = await db.QueryAsync<(Order, Customer)>(
            SqlStatement.SplitByPrefix($"select id, total, customer_id, buyer_id, buyer_name from shipped_orders", "", "buyer_"), ct);
        Console.WriteLine($"{rows.Count} {marked.Count} {shipped.Count}");
    }

    public static async Task GroupsAsync(Database db, CancellationToken ct)
    {
        IReadOnlyList<Basket> baskets = await db.QueryGroupedAsync(
            $"select b.*, l.* from baskets b left join lines l on l.basket_id = b.id",
            (Basket basket) => basket.Id,
            (Basket basket, Line line) => basket.Lines.Add(line),
            ct);
        Console.WriteLine(baskets.Count);
    }

    public static async Task NamesAsync(Database db, long id, CancellationToken ct)
    {
        var row = await db.QuerySingleAsync<IDictionary<string, object?>>($"select * from parts where id = {id}", ct);
        dynamic part = await db.QuerySingleAsync<dynamic>($"select id, full_name from parts where id = {id}", ct);
        Console.WriteLine($"{row["price"]} {part.full_name} {part.FullName}");
    }

    public static async Task SeveralAsync(Database db, long id, CancellationToken ct)
    {
        var (orders, customers, count) = await db.QueryMultipleAsync<Order, Customer, long>(
            $"select * from orders where customer_id = {id}", $"select * from customers where id = {id}", $"select count(*) from orders", ct);
        Console.WriteLine($"{orders.Count} {customers.Count} {count[0]}");
    }

    public static async Task SeveralOfOneAsync(Database db, long id, CancellationToken ct)
    {
        var (totals, lines) = await db.QueryMultipleAsync<decimal, Line>($"call basket_report({id})", ct);
        Console.WriteLine($"{totals[0]} {lines.Count}");
    }

    internal sealed record Order(long Id, decimal Total, long? CustomerId);

    internal sealed record Customer(long Id, string Name);

    internal sealed record Line(long Id, long BasketId, string Article);

    internal sealed class Basket
    {
        public long Id { get; init; }

        [NotMapped]
        public IList<Line> Lines { get; } = [];
    }
}
