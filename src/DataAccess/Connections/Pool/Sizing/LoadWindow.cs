namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// Counts leases that were returned while at least a threshold of connections was leased, and that time: how much the database serves with so
/// many in use, whatever the callers request in between. It lasts for at least 50 ms and for whole rounds, in which each connection comes back once
/// on average, because statements of the same length come back together: for two, or for one that takes longer than a second.
/// </summary>
/// <param name="ticksPerSecond">The frequency of the timestamps.</param>
internal sealed class LoadWindow(long ticksPerSecond)
{
    private const int Rounds = 2;
    private const int LongRound = 20;

    private long _shortest;
    private int _threshold = int.MaxValue;
    private int _toSkip;
    private int _leftInRound;
    private int _counted;
    private long _busy;
    private long _busySince = -1;

    /// <summary>The number of connections that were leased when the measurement began.</summary>
    public int Round { get; private set; }

    /// <summary>The number of leases that ended without a failure.</summary>
    public int Served { get; private set; }

    /// <summary>Whether callers waited when nearly all of the leases were returned.</summary>
    public bool IsSaturated => Waited >= 0.9 * _counted;

    public double Seconds => (double)_busy / ticksPerSecond;

    private int Waited { get; set; }

    /// <summary>Starts again.</summary>
    /// <param name="threshold">The number of leased connections from which on it counts.</param>
    /// <param name="skip">The number of leases to ignore first: those that began before.</param>
    /// <param name="length">How long it lasts at least; 50 ms if less is given.</param>
    /// <param name="leased">The number of connections that are leased now.</param>
    /// <param name="now">The current timestamp.</param>
    public void Begin(int threshold, int skip, long length, int leased, long now)
    {
        _shortest = Math.Max(length, ticksPerSecond / 20);
        _threshold = threshold;
        _toSkip = skip;
        (_leftInRound, _counted, Served, Waited, _busy) = (0, 0, 0, 0, 0);
        Round = 0;
        _busySince = leased >= threshold ? now : -1;
        if (skip == 0)
        {
            BeginRounds(Math.Max(1, leased));
        }
    }

    /// <summary>A connection was leased.</summary>
    public void Leased(int leased, long now)
    {
        if (leased == _threshold && _busySince < 0)
        {
            _busySince = now;
        }
    }

    /// <summary>A connection was returned and not leased again.</summary>
    public void Left(int leased, long now)
    {
        if (leased == _threshold - 1 && _busySince >= 0)
        {
            _busy += now - _busySince;
            _busySince = -1;
        }
    }

    /// <summary>A connection is being returned; true if the window ends with it.</summary>
    /// <param name="leased">The number of leased connections, with this one.</param>
    /// <param name="waiting">The number of callers that wait.</param>
    /// <param name="opening">The number of connections that are being opened, which costs the server time of its own.</param>
    /// <param name="served">Whether the lease ended without a failure.</param>
    /// <param name="now">The current timestamp.</param>
    public bool Returned(int leased, int waiting, int opening, bool served, long now)
        => leased >= _threshold && (Round == 0 ? Skip(leased, opening, now) : Count(waiting, served, now));

    private bool Skip(int leased, int opening, long now)
    {
        if (--_toSkip <= 0 && opening == 0)
        {
            _busy = 0;
            _busySince = now;
            BeginRounds(leased);
        }

        return false;
    }

    private bool Count(int waiting, bool served, long now)
    {
        _counted++;
        Served += served ? 1 : 0;
        Waited += waiting > 0 ? 1 : 0;
        if (--_leftInRound > 0)
        {
            return false;
        }

        _leftInRound = Round;
        var busy = _busySince < 0 ? _busy : _busy + now - _busySince;
        if (busy < _shortest || (_counted < Rounds * Round && busy < LongRound * _shortest))
        {
            return false;
        }

        _busy = busy;
        _busySince = now;
        return true;
    }

    private void BeginRounds(int round) => Round = _leftInRound = round;
}
