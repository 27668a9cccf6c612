
namespace DataAccess.Connections.Pool;

/// <summary>
/// Callers that wait for a connection together, because they will share a round trip. They are not in this queue and still count
/// individually: each against <see cref="ConnectionOptions.MaxWaiters"/>, and for <see cref="ConnectionOptions.AcquireTimeout"/>.
/// </summary>
internal sealed partial class LeasePool
{
    public long Now => _clock.Now;

    /// <summary>When a caller that arrives now times out.</summary>
    public long NextDeadline => _clock.In(_options.AcquireTimeout);

    public TimeSpan Until(long timestamp) => _clock.Until(timestamp);

    /// <summary>Counts one more caller; false if the maximum number is already waiting.</summary>
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

    /// <summary>Removes callers that were served, or cancelled.</summary>
    public void Leave(int callers)
    {
        lock (_gate)
        {
            _state.Join(-callers);
        }
    }

    /// <summary>Removes callers that timed out.</summary>
    /// <param name="callers">The number of callers.</param>
    /// <param name="name">The read that they requested.</param>
    /// <param name="limit">The option that limits them, with its value.</param>
    /// <returns>A function that creates the exception for each of them.</returns>
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
