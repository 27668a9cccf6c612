namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// Remembers that transactions wait for each other's locks and are rolled back: deadlocks, serialization failures, lock timeouts. Leases are then long
/// because of others that are in use, so that more of them make it worse; and what was measured while they waited says nothing.
/// </summary>
/// <param name="ticksPerSecond">The frequency of the timestamps.</param>
internal sealed class ConflictWatch(long ticksPerSecond)
{
    private readonly long _longest = ticksPerSecond;
    private readonly long _memory = 30 * ticksPerSecond;
    private long _last = long.MinValue;
    private long _cost;

    /// <summary>A transaction was rolled back.</summary>
    /// <param name="took">How long its lease lasted.</param>
    /// <param name="now">The current timestamp.</param>
    /// <returns>How long it counts for, at most a second.</returns>
    public long Note(long took, long now)
    {
        // A server finds a deadlock after a second or sooner. A lock timeout of a minute is not a reason to measure for minutes, or to take back what was proved meanwhile.
        took = Math.Min(took, _longest);
        _cost = IsRemembered(now) ? Math.Max(_cost, took) : took;
        _last = now;
        return took;
    }

    /// <summary>Whether the limit may be raised because leases are long.</summary>
    public bool PermitsRaise(long now) => !IsRemembered(now) || now - _last > 5 * _cost;

    /// <summary>How long a measurement lasts at least, so that it has its share of conflicts and of the time between them.</summary>
    public long WindowLength(long now) => IsRemembered(now) ? 2 * _cost : 0;

    private bool IsRemembered(long now) => _last != long.MinValue && now - _last < _memory;
}
