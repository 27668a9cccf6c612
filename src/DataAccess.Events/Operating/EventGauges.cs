using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using DataAccess.Events.Telemetry;
using DataAccess.Telemetry;

namespace DataAccess.Events.Operating;

/// <summary>The gauges of the subscriptions that this program handles.</summary>
internal static class EventGauges
{
    private const string Prefix = "dataaccess.events.";

    // Weak, so that a processor that is never stopped is not kept alive by its gauges.
    private static readonly ConditionalWeakTable<EventSampler, object> Samplers = [];

    private static readonly Instrument[] Sampled =
    [
        Instruments.Meter.CreateObservableGauge(
            Prefix + "lag", static () => Observe(static s => s.Lag?.TotalSeconds ?? 0), "s", "For how long the oldest of the events that are handled next has been waiting; 0 if there is none."),
        Instruments.Meter.CreateObservableGauge(Prefix + "waiting", ObserveWaiting, "{event}", "Events that a subscription has still to handle, by state."),
        Instruments.Meter.CreateObservableGauge(Prefix + "dead_letters", static () => Observe(static s => s.Dead), "{event}", "Dead letters."),
    ];

    static EventGauges() => Instruments.Meter.CreateObservableGauge(Prefix + "owned", ObserveOwned, "{partition}", "Parts of subscriptions that this program has.");

    /// <summary>Whether somebody listens to what is sampled.</summary>
    public static bool IsEnabled => Array.Exists(Sampled, static i => i.Enabled);

    public static void Add(EventSampler sampler) => Samplers.AddOrUpdate(sampler, sampler);

    public static void Remove(EventSampler sampler) => Samplers.Remove(sampler);

    private static IEnumerable<Measurement<T>> Observe<T>(Func<SubscriptionStatus, T> value)
        where T : struct
        => Samplers.SelectMany(static pair => pair.Key.Last).Select(s => new Measurement<T>(value(s), EventMetrics.Of(s.Name, s.Topic)));

    private static IEnumerable<Measurement<long>> ObserveWaiting()
    {
        foreach (var s in Samplers.SelectMany(static pair => pair.Key.Last))
        {
            foreach (var (state, count) in ((string State, long Count)[])[("ready", s.Ready), ("delayed", s.Delayed), ("retrying", s.Retrying), ("stopped", s.Stopped)])
            {
                var tags = EventMetrics.Of(s.Name, s.Topic);
                tags.Add("dataaccess.events.state", state);
                yield return new Measurement<long>(count, tags);
            }
        }
    }

    private static IEnumerable<Measurement<long>> ObserveOwned()
        => Samplers.SelectMany(static pair => pair.Key.Owners).Select(static o => new Measurement<long>(o.Parts.Count, EventMetrics.Of(o.Subscription.Name, o.Subscription.Topic)));
}
