using DataAccess.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Connections.Pool;

/// <summary>
/// The pool's maintenance: it keeps connections ready, clears them, and reports leases that are held for too
/// long.
/// </summary>
internal sealed partial class LeasePool
{
    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a connection above the minimum may be idle before it is closed.</summary>
    private static readonly TimeSpan UnusedAfter = TimeSpan.FromMinutes(5);

    private readonly ITimer? _maintenance;

    /// <summary>The number of connections that are kept ready.</summary>
    public int MinIdle => _options.MinIdle;

    /// <summary>The maximum number of bytes of prepared statements per connection.</summary>
    public long MaxPreparedBytes => _options.MaxPreparedBytes;

    /// <summary>Closes the idle connections now, and the others when they are returned.</summary>
    public async ValueTask ClearAsync()
    {
        PhysicalConnection[] idle;
        lock (_gate)
        {
            _generation++;
            idle = _state.TakeIdle();
        }

        await Task.WhenAll(idle.Select(CloseAsync)).ConfigureAwait(false);
    }

    /// <summary>A timer that is not running.</summary>
    internal ITimer CreateTimer(TimerCallback ring, object state)
        => Detached.Timer(_clock.Time, ring, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>A timer that is not running. Weak, like <see cref="StartMaintenance"/>.</summary>
    private ITimer TimerOf(Action<LeasePool> ring)
        => CreateTimer(
            static state =>
            {
                var (pool, ring) = ((WeakReference<LeasePool>, Action<LeasePool>))state!;
                if (pool.TryGetTarget(out var target))
                {
                    ring(target);
                }
            },
            (new WeakReference<LeasePool>(this), ring));

    /// <summary>Weak, so that the timer does not keep a database alive that is never disposed.</summary>
    private ITimer? StartMaintenance()
        => _options.MinIdle == 0 && _options.LeakThreshold == Timeout.InfiniteTimeSpan && !_limit.IsElastic
            ? null
            : Detached.Timer(
                _clock.Time,
                static pool =>
                {
                    if (((WeakReference<LeasePool>)pool!).TryGetTarget(out var target))
                    {
                        target.Maintain();
                    }
                },
                new WeakReference<LeasePool>(this),
                TimeSpan.Zero,
                MaintenanceInterval);

    private void Maintain()
    {
        int missing;
        PhysicalConnection[] unused;
        List<PhysicalConnection>? leaks = null;
        lock (_gate)
        {
            missing = _state.ReserveIdle(_options.MinIdle);
            unused = _provider.CanShareData ? _state.TakeIdleSince(_clock.In(-UnusedAfter), _options.MinIdle) : [];
            foreach (var connection in _state.Leased)
            {
                if (!connection.IsLeakReported && IsHeldTooLong(connection))
                {
                    connection.IsLeakReported = true;
                    (leaks ??= []).Add(connection);
                }
            }
        }

        for (; missing > 0; missing--)
        {
            OpenIf(true);
        }

        foreach (var connection in unused)
        {
            Detached.Start(CloseAsync, connection);
        }

        foreach (var connection in leaks ?? [])
        {
            Log.LeaseHeldTooLong(_logger, _provider.Endpoint, connection.Holder.ToString(), _options.LeakThreshold);
        }
    }

    private bool IsHeldTooLong(PhysicalConnection connection)
        => _options.LeakThreshold != Timeout.InfiniteTimeSpan
        && connection.LeaseNumber != 0
        && _clock.Since(connection.LeasedAt) > _options.LeakThreshold;

    /// <summary>How long a caller may wait.</summary>
    private TimeSpan TimeFor(LeaseHolder holder)
        => holder.ForMany ? Timeout.InfiniteTimeSpan
        : holder.Within is { } within && within < _options.AcquireTimeout ? within
        : _options.AcquireTimeout;
}
