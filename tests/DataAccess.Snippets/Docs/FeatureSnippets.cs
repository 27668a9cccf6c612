using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.PostgreSql;
using DataAccess.PostgreSql.LargeObjects;
using Npgsql;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/database-features.md.</summary>
internal static class FeatureSnippets
{
    public static async Task LockAsync(Database db, CancellationToken ct)
    {
        await using DatabaseLock? held = await db.TryLockAsync("nightly-report", ct);
        if (held is null)
        {
            return; // Another instance does it.
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        await MakeReportAsync(both.Token);
    }

    public static async Task WaitAsync(Database db, CancellationToken ct)
    {
        await using DatabaseLock held = await db.LockAsync("nightly-report", TimeSpan.FromMinutes(1), ct);
    }

    public static async Task LargeValuesAsync(Database db, long id, Stream upload, Stream response, CancellationToken ct)
    {
        await db.ExecuteAsync($"insert into file (id, body) values ({id}, {upload})", ct);

        await using Stream? body = await db.OpenReadAsync($"select body from file where id = {id}", ct);
        if (body is not null)
        {
            await body.CopyToAsync(response, ct);
        }
    }

    public static async Task WriteBlobAsync(Database db, long id, Stream upload, CancellationToken ct)
    {
        bool found = await db.WriteBlobAsync(new TableName("file"), "body", $"id = {id}", upload, ct);
        Console.WriteLine(found);
    }

    public static async Task LargeObjectsAsync(Database db, Stream upload, CancellationToken ct)
    {
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                long number = await tx.CreateLargeObjectAsync(ct);
                await using (LargeObjectStream stream = await tx.OpenLargeObjectAsync(number, ct))
                {
                    await upload.CopyToAsync(stream, ct);
                }

                await tx.ExecuteAsync($"insert into film (name, reel) values ({"Metropolis"}, {number})", ct);
            },
            ct);
    }

    public static async Task BatchAsync(Database db, int[] ids, CancellationToken ct)
    {
        int changed = await db.RunBatchAsync(
            batch =>
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("update orders set paid = true where id = any($1)") { Parameters = { new() { Value = ids } } });
                batch.BatchCommands.Add(new NpgsqlBatchCommand("select count(*)::int from orders where paid"));
            },
            async (reader, ct) => await reader.ReadAsync(ct) ? reader.GetInt32(0) : 0,
            ct);
        Console.WriteLine(changed);
    }

    public static async Task<bool> CreateAsync(Database db, string serial, CancellationToken ct)
    {
        try
        {
            await db.ExecuteAsync($"insert into device (serial) values ({serial})", ct);
            return true;
        }
        catch (DbException exception) when (db.Provider.ViolatedConstraint(exception)?.Kind == ConstraintKind.Unique)
        {
            return false;
        }
    }

    public static async Task ListenAsync(Database db, CancellationToken ct)
    {
        await foreach (Notification n in db.ListenAsync("orders", ct))
        {
            if (n.IsGap)
            {
                await ReadAllAsync(ct); // At the start, and after a lost connection.
            }
            else
            {
                await ReadOneAsync(n.Payload, ct);
            }
        }
    }

    public static async Task NotifyAsync(Database db, long id, CancellationToken ct)
    {
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"update orders set paid = {true} where id = {id}", ct);
                await tx.NotifyAsync("orders", $"{id}", ct); // Sent when the transaction commits.
            },
            ct);
    }

    public static async Task PostgreSqlProceduresAsync(Database db, int day, decimal start, CancellationToken ct)
    {
        var (orders, total) = await db.QuerySingleAsync<(int, decimal)>($"call close_day({day}, {null as int?}, {start})", ct);
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"select report('first', 'second')", ct);
                IReadOnlyList<Order> first = await tx.QueryAsync<Order>($"fetch all from first", ct);
            },
            ct);
    }

    public static async Task MySqlProceduresAsync(Database db, int day, decimal start, CancellationToken ct)
    {
        var (orders, total) = await db.QuerySingleAsync<(int, decimal)>($"set @total = {start}; call close_day({day}, @orders, @total); select @orders, @total", ct);
        var (rows, counts) = await db.QueryMultipleAsync<Order, int>($"call report({day}, @orders); select @orders", ct);
    }

    public static async Task ExplainAsync(Database db, string customer, CancellationToken ct)
    {
        string plan = await db.ExplainAsync($"select * from orders where customer = {customer}", cancellationToken: ct);
        string json = await db.ExplainAsync($"select * from orders where customer = {customer}", PlanFormat.Json, cancellationToken: ct);
        string measured = await db.ExplainAsync($"delete from orders where customer = {customer}", analyze: true, cancellationToken: ct);
    }

    public static DatabaseOptions Slow()
        => new()
        {
            SlowStatementThreshold = TimeSpan.FromSeconds(1),
            LogSlowPlans = true,
        };

    private static Task MakeReportAsync(CancellationToken ct) => Task.Delay(0, ct);

    private static Task ReadAllAsync(CancellationToken ct) => Task.Delay(0, ct);

    private static Task ReadOneAsync(string id, CancellationToken ct) => Task.Delay(id.Length, ct);

    internal sealed record Order(long Id);
}
