using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using DataAccess.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Connections.Pool;

/// <summary>
/// The connection metrics of the OpenTelemetry database conventions. Gauges are read from the open pools; times are
/// recorded when they end. Nothing is measured while there is no listener.
/// </summary>
internal static class ConnectionMetrics
{
    private const string PoolName = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    // Weak, so that a database that is never disposed is not kept alive by its gauges.
    private static readonly ConditionalWeakTable<LeasePool, string> Pools = new();

    private static readonly Histogram<double> CreateTime = Instruments.Seconds(
        "db.client.connection.create_time", "The time it took to create a new connection.");

    private static readonly Histogram<double> WaitTime = Instruments.Seconds(
        "db.client.connection.wait_time", "The time it took to obtain an open connection from the pool.");

    private static readonly Histogram<double> UseTime = Instruments.Seconds(
        "db.client.connection.use_time", "The time between borrowing a connection and returning it to the pool.");

    static ConnectionMetrics()
    {
        var meter = Instruments.Meter;
        meter.CreateObservableUpDownCounter(
            "db.client.connection.count", ObserveCount, "{connection}", "The number of connections that are currently in the state.");
        Gauge("db.client.connection.idle.max", "{connection}", "The maximum number of idle open connections allowed.", static s => s.Max);
        meter.CreateObservableUpDownCounter(
            "db.client.connection.idle.min", ObserveMinIdle, "{connection}", "The minimum number of idle open connections allowed.");
        Gauge("db.client.connection.max", "{connection}", "The maximum number of open connections allowed.", static s => s.Max);
        Gauge("dataaccess.connection.limit", "{connection}", "The number of connections that may be used now.", static s => s.Limit);
        Gauge("db.client.connection.pending_requests", "{request}", "The number of current pending requests for an open connection.", static s => s.Waiting);
        meter.CreateObservableCounter(
            "db.client.connection.timeouts",
            static () => Observe(static s => s.Timeouts),
            "{timeout}",
            "The number of connection timeouts that have occurred trying to obtain a connection from the pool.");
    }

    /// <summary>Whether there is a listener for the wait time of leases.</summary>
    public static bool MeasuresWaits => WaitTime.Enabled;

    public static void Add(LeasePool pool, string name) => Pools.Add(pool, name);

    public static void Remove(LeasePool pool) => Pools.Remove(pool);

    /// <summary>Awaits a lease and records how long that took.</summary>
    public static async ValueTask<ConnectionLease> MeasureAsync(LeasePool pool, PoolClock clock, ValueTask<ConnectionLease> pending)
    {
        var started = clock.Now;
        var lease = await pending.ConfigureAwait(false);
        Record(WaitTime, pool, clock.Since(started));
        return lease;
    }

    public static void Created(LeasePool pool, TimeSpan duration) => Record(CreateTime, pool, duration);

    /// <summary>Records how long a lease was used.</summary>
    public static void Used(LeasePool pool, PoolClock clock, PhysicalConnection connection)
    {
        if (UseTime.Enabled)
        {
            Record(UseTime, pool, clock.Since(connection.LeasedAt));
        }
    }

    private static void Record(Histogram<double> histogram, LeasePool pool, TimeSpan duration)
    {
        if (histogram.Enabled && Pools.TryGetValue(pool, out var name))
        {
            try
            {
                histogram.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(PoolName, name));
            }
            catch (Exception)
            {
                // The failure is the listener's own. The connection is on its way to the next caller, and must reach it.
            }
        }
    }

    private static void Gauge(string name, string unit, string description, Func<ConnectionStatistics, long> value)
        => Instruments.Meter.CreateObservableUpDownCounter(name, () => Observe(value), unit, description);

    private static IEnumerable<Measurement<long>> Observe(Func<ConnectionStatistics, long> value)
    {
        foreach (var (pool, name) in Pools)
        {
            yield return new Measurement<long>(value(pool.Statistics), new KeyValuePair<string, object?>(PoolName, name));
        }
    }

    private static IEnumerable<Measurement<long>> ObserveMinIdle()
    {
        foreach (var (pool, name) in Pools)
        {
            yield return new Measurement<long>(pool.MinIdle, new KeyValuePair<string, object?>(PoolName, name));
        }
    }

    private static IEnumerable<Measurement<long>> ObserveCount()
    {
        foreach (var (pool, name) in Pools)
        {
            var statistics = pool.Statistics;
            yield return Of(statistics.Idle, "idle");
            yield return Of(statistics.Leased, "used");

            Measurement<long> Of(int count, string state)
                => new(count, new KeyValuePair<string, object?>(PoolName, name), new KeyValuePair<string, object?>(State, state));
        }
    }
}
