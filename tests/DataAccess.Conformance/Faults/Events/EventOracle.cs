using DataAccess.EventProgram;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>What must be true of a run's tables when everything has been handled.</summary>
internal sealed class EventOracle(Database database, int seed)
{
    private const int Dead = 3;

    public async Task CheckAsync(IReadOnlyList<StepPublisher> publishers, IReadOnlyList<string> batchKeys, CancellationToken cancellationToken)
    {
        var events = await database.QueryAsync<(long Id, string Key, string Body)>($"select id, event_key, body from dataaccess_event", cancellationToken);
        await CheckPublishedAsync(events, publishers, batchKeys, cancellationToken);
        var names = (await database.QueryAsync<(int Id, string Name)>($"select id, name from dataaccess_subscription where id > 0", cancellationToken)).ToDictionary(static s => s.Id, static s => s.Name);
        var left = await database.QueryAsync<(int Subscription, long Id, int State, string? Error)>($"select subscription, id, state, error from dataaccess_delivery", cancellationToken);
        var effects = await database.QueryAsync<Effect>($"select place, subscription, event, event_key, number from effect order by place", cancellationToken);
        foreach (var name in StepHandlers.Subscriptions)
        {
            var mine = effects.Where(e => e.Subscription == name).ToList();
            var dead = left.Where(d => names[d.Subscription] == name).ToDictionary(static d => d.Id);
            Check(dead.Values.All(static d => d.State == Dead), () => $"{name}: deliveries are left that are not dead: {string.Join(", ", dead.Values.Where(static d => d.State != Dead))}");
            var counts = mine.GroupBy(static e => e.Event).ToDictionary(static e => e.Key, static e => e.Count());
            foreach (var (id, _, body) in events)
            {
                var isPoison = body.Contains("\"isPoison\":true", StringComparison.Ordinal);
                var count = counts.GetValueOrDefault(id);
                Check(dead.ContainsKey(id) == isPoison, () => $"{name}: event {id} ({body}) is {(isPoison ? "not " : "")}dead: {dead.GetValueOrDefault(id).Error}");
                Check(name == "plain" ? isPoison || count >= 1 : count == (isPoison ? 0 : 1), () => $"{name}: event {id} ({body}) has {count} effects.");
            }

            CheckOrder(name, mine, batchKeys);
        }
    }

    /// <summary>An event is there exactly if its transaction is; what was acked is there, and nothing twice.</summary>
    private async Task CheckPublishedAsync(
        IReadOnlyList<(long Id, string Key, string Body)> events, IReadOnlyList<StepPublisher> publishers, IReadOnlyList<string> batchKeys, CancellationToken cancellationToken)
    {
        var published = await database.QueryAsync<(string Key, int Number)>($"select event_key, number from published", cancellationToken);
        var stored = events.Where(e => !batchKeys.Contains(e.Key, StringComparer.Ordinal)).Select(static e => (e.Key, Number: NumberOf(e.Body))).ToList();
        Check(stored.Order().SequenceEqual(published.Order()), () => $"stored {stored.Count} and published {published.Count}: {string.Join(", ", stored.Except(published))} / {string.Join(", ", published.Except(stored))}");
        for (var i = 0; i < batchKeys.Count; i++)
        {
            var numbers = events.Where(e => e.Key == batchKeys[i]).Select(static e => NumberOf(e.Body)).ToList();
            Check(!publishers[i].Acked.Except(numbers).Any(), () => $"acked and not stored: {string.Join(", ", publishers[i].Acked.Except(numbers))}");
            Check(numbers.Count == numbers.Distinct().Count(), () => $"published twice by the writer: {string.Join(", ", numbers)}");
        }
    }

    /// <summary>In the order of the numbers, by key; of an event that was handled again the first time counts.</summary>
    private void CheckOrder(string name, List<Effect> effects, IReadOnlyList<string> batchKeys)
    {
        foreach (var key in effects.Where(e => !batchKeys.Contains(e.EventKey, StringComparer.Ordinal)).GroupBy(static e => e.EventKey, StringComparer.Ordinal))
        {
            var numbers = key.Select(static e => e.Number).Distinct().ToList();
            Check(numbers.SequenceEqual(numbers.Order()), () => $"{name}: key {key.Key} was handled in the order {string.Join(", ", numbers)}");
        }
    }

    private void Check(bool condition, Func<string> what) => Assert.True(condition, condition ? null : $"seed {seed}: {what()}");

    private static int NumberOf(string body) => System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("number").GetInt32();

    internal sealed record Effect(long Place, string Subscription, long Event, string EventKey, int Number);
}
