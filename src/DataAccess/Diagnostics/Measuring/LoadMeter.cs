using System.Numerics;

namespace DataAccess.Diagnostics.Measuring;

/// <summary>
/// Running sums of a pool's last minute, in parts of ten seconds. It takes a few nanoseconds a lease and allocates nothing; the pool calls it with
/// its lock held.
/// </summary>
/// <param name="ticksPerSecond">The frequency of the timestamps.</param>
internal sealed class LoadMeter(long ticksPerSecond)
{
    private const int Parts = 7;
    private const int SecondsOfPart = 10;
    private const int CellsPerSecond = 10;

    private readonly LoadSums[] _parts = [.. Enumerable.Range(0, Parts).Select(static _ => new LoadSums())];
    private readonly int _shift = Math.Max(0, BitOperations.Log2((ulong)ticksPerSecond) - 20);
    private readonly long _cell = Math.Max(1, ticksPerSecond / CellsPerSecond);
    private readonly long _part = Math.Max(1, ticksPerSecond / CellsPerSecond) * CellsPerSecond * SecondsOfPart;
    private bool _hasBegun;
    private int _current;
    private long _began;
    private long _partBegan;
    private long _cellEnds = long.MinValue;
    private int _inCell;

    /// <summary>A caller asked for a lease.</summary>
    public void Arrived(long now)
    {
        var sums = At(now);
        sums.Arrivals++;
        _inCell++;
    }

    /// <summary>Callers left without a lease.</summary>
    public void Lost(int callers) => _parts[_current].Lost += callers;

    /// <summary>A lease began.</summary>
    /// <param name="waited">How long its caller waited; 0 if not at all.</param>
    /// <param name="limit">The number of connections that may be leased now.</param>
    public void Lent(long waited, int limit)
    {
        var sums = _parts[_current];
        sums.Lent++;
        sums.Limits += limit;
        sums.Waited += waited > 0 ? 1 : 0;
        sums.WaitTime += waited;
        sums.Waits.Add((ulong)Math.Max(0, waited) >> _shift);
    }

    /// <summary>A lease ended.</summary>
    /// <param name="used">How long the connection was not available to others.</param>
    /// <param name="idle">For how long of that a transaction was open while no statement ran.</param>
    /// <param name="lastText">The last statement.</param>
    /// <param name="inUse">The number of connections in use, with this one: the mean of its beginning and its end.</param>
    /// <param name="failed">Whether it ended with a failure.</param>
    /// <param name="now">The current timestamp.</param>
    public void Returned(long used, TimeSpan idle, string? lastText, double inUse, bool failed, long now)
    {
        var sums = At(now);
        sums.Returned++;
        sums.Failed += failed ? 1 : 0;
        sums.UseTime += used;
        sums.UseSquares += (double)used * used;
        sums.InUse += inUse;
        sums.InUseSquares += inUse * inUse;
        sums.InUseTimesUse += inUse * used;
        sums.Uses.Add((ulong)Math.Max(0, used) >> _shift);
        sums.IdleTime += idle;
        if (idle > sums.LongestIdle)
        {
            (sums.LongestIdle, sums.LongestIdleAfter) = (idle, lastText);
        }
    }

    /// <summary>The sums of the last 60 to 70 seconds, or since the beginning if that is less.</summary>
    public LoadMeasurement Take(long now)
    {
        At(now);
        var sums = new LoadSums();
        foreach (var part in _parts)
        {
            sums.Add(part);
        }

        var from = Math.Max(_began, _partBegan - ((Parts - 1) * _part));
        return new LoadMeasurement(sums, TimeSpan.FromSeconds((double)(now - from) / ticksPerSecond), ticksPerSecond, (double)(1L << _shift) / ticksPerSecond, (_cellEnds - from) / _cell - 1);
    }

    private LoadSums At(long now)
    {
        if (now >= _cellEnds)
        {
            Roll(now);
        }

        return _parts[_current];
    }

    private void Roll(long now)
    {
        if (!_hasBegun)
        {
            (_hasBegun, _began, _partBegan) = (true, now, now);
        }

        _parts[_current].ArrivalsInCells += _inCell;
        _parts[_current].ArrivalSquares += (double)_inCell * _inCell;
        _inCell = 0;
        for (var parts = Math.Min((now - _partBegan) / _part, Parts); parts > 0; parts--)
        {
            _current = (_current + 1) % Parts;
            _parts[_current].Clear();
        }

        _partBegan += (now - _partBegan) / _part * _part;
        _cellEnds = now - ((now - _partBegan) % _cell) + _cell;
    }
}
