using System.Collections.Concurrent;
using DataAccess.Events;
using Xunit;
using static System.FormattableString;

namespace DataAccess.Conformance;

/// <summary>A suite with the tables of events.</summary>
public abstract class EventSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Long enough that only a fault reaches it.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected override async ValueTask SetUpAsync() => await Db.EnsureEventsAsync(Token);

    /// <summary>A processor that runs; the test disposes it.</summary>
    protected Task<EventProcessor> StartAsync(Action<EventsBuilder> configure) => StartAsync(Db, configure);

    protected static async Task<EventProcessor> StartAsync(Database database, Action<EventsBuilder> configure)
    {
        var processor = database.CreateEventProcessor(configure);
        await processor.StartAsync(Token);
        return processor;
    }

    /// <summary>Waits until so many were collected.</summary>
    protected static async Task<T[]> WaitForAsync<T>(ConcurrentQueue<T> seen, int count)
    {
        await UntilAsync(() => seen.Count >= count, () => Invariant($"{seen.Count} of {count} were seen."));
        return [.. seen];
    }

    protected static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, what());
            await Task.Delay(5, Token);
        }
    }

    /// <summary>Waits until no delivery is stored, or none in other states than these.</summary>
    protected async Task UntilHandledAsync(params short[] but)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await Db.ScalarAsync<long>($"select count(*) from dataaccess_delivery where state not in {(but.Length == 0 ? [(short)-1] : but)}", Token) is > 0 and var left)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, Invariant($"{left} deliveries are left."));
            await Task.Delay(5, Token);
        }
    }

    protected ValueTask<long> CountAsync(string table) => Db.ScalarAsync<long>($"select count(*) from {SqlStatement.Identifier(table)}", Token);

    protected sealed record OrderPaid(int Order, decimal Amount);

    protected sealed record Reading(int Device, double Value);
}
