
namespace DataAccess.Connections.Pool;

/// <summary>
/// Callers who wait for a connection together, as they will share a round trip. They stand in no queue here and count all the
/// same: each against <see cref="ConnectionOptions.MaxWaiters"/>, and for <see cref="ConnectionOptions.AcquireTimeout"/>.
/// </summary>
internal sealed partial class LeasePool
{
    public long Now => _clock.Now;

    /// <summary>When a caller who comes now gives up.</summary>
    public long NextDeadline => _clock.In(_options.AcquireTimeout);

    public TimeSpan Until(long timestamp) => _clock.Until(timestamp);

    /// <summary>Counts one more; false where as many wait as may.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_state.IsQueueFull)
            {
                return false;
            }

            _state.Join(1);
            return true;
        }
    }

    /// <summary>They were served, or gave up.</summary>
    public void Leave(int callers)
    {
        lock (_gate)
        {
            _state.Join(-callers);
        }
    }

    /// <summary>Their time was up.</summary>
    /// <param name="callers">How many.</param>
    /// <param name="name">What they asked for.</param>
    /// <param name="limit">The option that bounds them, with its value.</param>
    /// <returns>What each is told.</returns>
    public Func<PoolTimeoutException> LeaveLate(int callers, string name, string limit)
    {
        ConnectionStatistics statistics;
        lock (_gate)
        {
            statistics = _state.Snapshot();
            _state.Join(-callers);
            _state.CountTimeouts(callers);
        }

        return () => PoolErrors.SharedTimeout(_provider, _options, name, limit, statistics, _lastOpenError);
    }
}
