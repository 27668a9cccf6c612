namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// Notices that callers wait and no connection comes back, as when all are held by long statements. Only the time in which this process ran counts:
/// a pause of the process stops the callers too.
/// </summary>
/// <param name="ticksPerSecond">The frequency of the timestamps.</param>
internal sealed class StallWatch(long ticksPerSecond)
{
    private readonly long _patience = ticksPerSecond / 20;
    private readonly long _longestStep = ticksPerSecond / 50;
    private long _returns;
    private long _last = -1;
    private long _stalled;
    private int _grown;

    /// <summary>Looks again; true if more connections are needed. The next time it takes twice as long, until one has come back.</summary>
    /// <param name="returns">How many connections have come back since the start.</param>
    /// <param name="usual">How long it usually takes until one comes back.</param>
    /// <param name="now">The current timestamp.</param>
    public bool Look(long returns, long usual, long now)
    {
        if (returns != _returns || _last < 0)
        {
            (_returns, _last, _stalled, _grown) = (returns, now, 0, 0);
            return false;
        }

        _stalled += Math.Min(now - _last, _longestStep);
        _last = now;
        if (_stalled < Math.Max(_patience, 3 * usual) << _grown)
        {
            return false;
        }

        _grown = Math.Min(_grown + 1, 10);
        _stalled = 0;
        return true;
    }

    /// <summary>Nobody waits any more.</summary>
    public void End() => (_last, _stalled, _grown) = (-1, 0, 0);
}
