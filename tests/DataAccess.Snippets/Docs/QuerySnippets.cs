namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/queries.md.</summary>
internal static class QuerySnippets
{
    public static async Task ReadAndChangeAsync(Database db, string number, string[] customers, long id, CancellationToken ct)
    {
        Order? one = await db.QuerySingleOrDefaultAsync<Order>($"select * from orders where number = {number}", ct);
        IReadOnlyList<Order> many = await db.QueryAsync<Order>($"select * from orders where customer in {customers}", ct);
        int changed = await db.ExecuteAsync($"update orders set paid = {true} where id = {id}", ct);
        Console.WriteLine($"{one} {many.Count} {changed}");
    }

    public static async Task FilterAsync(Database db, string? customer, CancellationToken ct)
    {
        SqlStatement? filter = null;
        if (customer is not null)
        {
            filter = $"and customer = {customer}";
        }

        await db.QueryAsync<Order>($"select * from orders where open {filter}", ct);
    }

    public static async Task TransferAsync(Database db, int from, int to, CancellationToken ct)
    {
        await db.InTransactionAsync(async (tx, ct) =>
        {
            await tx.ExecuteAsync($"update accounts set balance = balance - {10} where id = {from}", ct);
            await tx.ExecuteAsync($"update accounts set balance = balance + {10} where id = {to}", ct);
        }, ct);
    }

    public static async Task ReadSoonAsync(Database db, string number, CancellationToken ct)
    {
        var soon = db.Within(TimeSpan.FromSeconds(2));
        Order? order = await soon.QuerySingleOrDefaultAsync<Order>($"select * from orders where number = {number}", ct);
        Console.WriteLine(order);
    }

    public static async Task KeepASessionAsync(Database db, string script, CancellationToken ct)
    {
        await using var connection = await db.Connections.OpenDedicatedAsync(ct);
        await connection.ExecuteAsync($"select pg_advisory_lock({4_711})", ct);
        await connection.ExecuteAsync(SqlStatement.Script(script), ct);
    }

    internal sealed record Order(long Id, string Number, string Customer, bool Open, bool Paid);
}
