using DataAccess.PostgreSql;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/connecting.md and docs/row-level-security.md.</summary>
internal static class ConnectingSnippets
{
    public static async Task OpenAsync()
    {
        var options = new PostgreSqlOptions
        {
            PasswordProvider = async ct => (await File.ReadAllTextAsync("/run/secrets/db", ct)).Trim(),
            OnConnectionOpened = async (connection, ct) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "set role orders; set statement_timeout = '10s'";
                await command.ExecuteNonQueryAsync(ct);
            },
        };
        await using var db = PostgreSqlDatabase.Open("postgres://app@db/orders", options);
    }

    public static async Task AsAsync(Database db, long id, CancellationToken ct)
    {
        var mine = db.As(("tenant", 7));
        var orders = await mine.QueryAsync<Order>($"select * from orders", ct);
        await mine.InTransactionAsync(async (tx, ct) => await tx.ExecuteAsync($"delete from orders where id = {id}", ct), ct);
        Console.WriteLine(orders.Count);
    }

    internal sealed record Order(long Id, int Tenant);
}
