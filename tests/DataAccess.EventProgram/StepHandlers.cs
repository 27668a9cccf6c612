using DataAccess.Events;

namespace DataAccess.EventProgram;

/// <summary>Subscriptions whose handlers leave a row for each event, and fail now and then.</summary>
public static class StepHandlers
{
    /// <summary>The names of the subscriptions; the last one handles events at least once, the others' effects are there exactly once.</summary>
    public static IReadOnlyList<string> Subscriptions { get; } = ["tx", "batch", "plain"];

    /// <summary>Names the subscriptions.</summary>
    /// <param name="events">Where.</param>
    /// <param name="database">The database.</param>
    /// <param name="seed">Which attempts fail.</param>
    public static void Configure(EventsBuilder events, Database database, int seed)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.Options.Lease = TimeSpan.FromSeconds(1);
        events.Options.HandlerGrace = TimeSpan.FromMilliseconds(100);
        events.Options.DrainTimeout = TimeSpan.FromSeconds(1);
        events.On<Step>("tx", async (e, tx, ct) => await HandleAsync(tx, "tx", e, seed, ct), Options());
        events.OnBatch<Step>(
            "batch",
            async (batch, tx, ct) =>
            {
                foreach (var e in batch)
                {
                    await HandleAsync(tx, "batch", e, seed, ct);
                }
            },
            Options());
        events.On<Step>("plain", async (e, ct) => await HandleAsync(database, "plain", e, seed, ct), Options());
    }

    private static SubscriptionOptions Options() => new()
    {
        Partitions = 4,
        MaxAttempts = 12,
        MaxBatch = 20,
        FirstPause = TimeSpan.FromMilliseconds(2),
        LongestPause = TimeSpan.FromMilliseconds(40),
        Timeout = TimeSpan.FromSeconds(2),
    };

    private static async ValueTask HandleAsync(DatabaseSession session, string subscription, EventMessage<Step> e, int seed, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            $"insert into effect (subscription, event, event_key, number) values ({subscription}, {e.Id}, {e.Key}, {e.Body.Number})", cancellationToken);
        var chance = new Random(HashCode.Combine(seed, (int)e.Id, e.Attempt)).Next(100);
        if (e.Body.IsPoison || chance < 8)
        {
            throw new InvalidOperationException(e.Body.IsPoison ? "poison" : "by chance");
        }

        if (chance > 95)
        {
            await Task.Delay(chance, cancellationToken);
        }
    }
}
