using DataAccess.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Snippets.Docs;

internal static class EventSnippets
{
    private interface IMail
    {
        ValueTask SendAsync(OrderPaid order, long idempotencyKey, CancellationToken cancellationToken);
    }

    private sealed record OrderPaid(Guid Order, decimal Amount);

    private sealed record Reminder(Guid Order);

    private sealed record Reading(int Device, double Value);

    private sealed record RunReport(DateTimeOffset Time);

    private static void Register(WebApplicationBuilder builder, string url, IMail mail)
    {
        builder.Services.AddPostgreSqlDataAccess(url);
        builder.Services.AddDataAccessEvents(events =>
        {
            events.On<OrderPaid>("mailer", async (e, ct) => await mail.SendAsync(e.Body, idempotencyKey: e.Id, ct));   // at least once
            events.On<OrderPaid>("ledger", async (e, tx, ct) =>                                                        // its writes and the acknowledgement are one commit
                await tx.ExecuteAsync($"insert into entry (event, amount) values ({e.Id}, {e.Body.Amount})", ct));
            events.OnBatch<Reading>("rollup", async (batch, tx, ct) =>                                                 // many in one transaction
                await tx.ExecuteAsync($"update total set readings = readings + {batch.Count}", ct));
            events.Every("nightly", "0 3 * * *", TimeZoneInfo.Utc, time => new RunReport(time));                       // once for each time, by however many programs
        });
    }

    private static async Task PublishAsync(Database db, Guid id, CancellationToken ct)
    {
        await db.InTransactionAsync(async (tx, ct) =>
        {
            await tx.ExecuteAsync($"update orders set paid = {true} where id = {id}", ct);
            await tx.PublishAsync(new OrderPaid(id, 9.5m), key: id.ToString(), cancellationToken: ct);                 // there exactly if the transaction commits
            await tx.PublishAsync(new Reminder(id), due: DateTimeOffset.UtcNow.AddDays(3), cancellationToken: ct);     // handled in three days
        }, ct);
    }

    private static async Task PublishTogetherAsync(Database db, Guid id, CancellationToken ct)
    {
        await using var publisher = db.CreatePublisher();
        await publisher.PublishAsync(new Reading(7, 21.5), key: "7", cancellationToken: ct);                          // shares its COMMIT with other callers
        await db.PublishAsync(new OrderPaid(id, 9.5m), options: new() { UniqueId = "payment-42" }, cancellationToken: ct);   // false if there was one already
    }

    private static async Task ReadAsync(Database db, long lastSeen, CancellationToken ct)
    {
        await foreach (var e in db.ReadEventsAsync<OrderPaid>(new() { After = lastSeen }, ct))
        {
            Console.WriteLine($"{e.Position}: {e.Body.Order}");
            lastSeen = e.Position;                                                                                    // go on from here next time
        }
    }
}
