using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataAccess.Telemetry;

namespace DataAccess.Events.Telemetry;

/// <summary>The metrics of events, on the library's meter.</summary>
internal static class EventMetrics
{
    public static readonly Counter<long> Handled = Instruments.Meter.CreateCounter<long>("dataaccess.events.handled", "{event}", "Events that a subscription has handled.");

    public static readonly Counter<long> Failed = Instruments.Meter.CreateCounter<long>("dataaccess.events.failed", "{attempt}", "Attempts to handle an event that failed.");

    public static readonly Counter<long> Dead = Instruments.Meter.CreateCounter<long>("dataaccess.events.dead", "{event}", "Events that have become dead letters.");

    public static readonly Counter<long> LeasesLost = Instruments.Meter.CreateCounter<long>("dataaccess.events.lease_lost", "{partition}", "Parts of subscriptions that this program has lost without giving them up.");

    public static readonly Histogram<double> Duration = Instruments.Seconds("dataaccess.events.duration", "How long a handler took for an event or a batch.");

    public static readonly Histogram<double> Delay = Instruments.Seconds("dataaccess.events.delay", "The time from the publication of an event, or its due time, to the end of its handling.");

    public static TagList Of(string subscription, string topic) => new() { { "dataaccess.events.subscription", subscription }, { "dataaccess.events.topic", topic } };
}
