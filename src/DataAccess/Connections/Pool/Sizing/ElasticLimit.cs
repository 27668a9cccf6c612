using DataAccess.Diagnostics;

namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// Decides how many connections may be leased at once, between a minimum and a maximum: more while callers wait and the database measurably serves
/// more with a larger number, fewer where it does not. Without a clock, a lock or an await: the pool tells it what happens, with its lock held.
/// </summary>
/// <remarks>
/// In a search it compares the present limit with a higher one, first twice as high and then √2 times, until that serves no more; then with a lower
/// one, until that serves less. Between searches it waits, longer each time that a search changed little.
/// </remarks>
/// <param name="min">The minimum.</param>
/// <param name="max">The maximum.</param>
/// <param name="ticksPerSecond">The frequency of the timestamps.</param>
internal sealed class ElasticLimit(int min, int max, long ticksPerSecond)
{
    private const double Fine = 1.4142;
    private const double Coarse = 2;

    /// <summary>How far long leases alone can raise the limit, as a multiple of the last one that a comparison has confirmed.</summary>
    private const int MaxUnproven = 4;

    private readonly LoadWindow _window = new(ticksPerSecond);
    private readonly StallWatch _stall = new(ticksPerSecond);
    private readonly SearchPause _pause = new();
    private readonly ServerCeiling _ceiling = new(ticksPerSecond);
    private readonly ConflictWatch _conflicts = new(ticksPerSecond);
    private LimitTrial? _trial;
    private LimitTrial? _openRise;
    private LimitTrial? _openFall;
    private double _step = Coarse;
    private bool _isSearching = true;
    private bool _goesDown;
    private bool _isStarted;
    private int _home = min;
    private int _confirmed = min;
    private long _returns;
    private long _usualGap;
    private long _trialBegan;

    /// <summary>The number of connections that may be leased now.</summary>
    public int Limit { get; private set; } = min;

    public int Min { get; } = min;

    public int Max { get; private set; } = max;

    public bool IsElastic => Min < Max;

    /// <summary>What was decided lately, and why.</summary>
    public LimitHistory History { get; } = new();

    /// <summary>A limit that does not change.</summary>
    public static ElasticLimit Fixed(int size) => new(size, size, TimeSpan.TicksPerSecond);

    /// <summary>Lowers the maximum, to a share of what the server accepts; not below the minimum.</summary>
    public void LowerMax(int max)
    {
        Max = Math.Clamp(max, Min, Max);
        Limit = Math.Min(Limit, Max);
        _home = Math.Min(_home, Max);
        EndTrial();
    }

    /// <summary>A connection was leased.</summary>
    public void Leased(int leased, long now) => _window.Leased(leased, now);

    /// <summary>A connection was returned, or closed, and not leased again.</summary>
    public void Left(int leased, long now) => _window.Left(leased, now);

    /// <inheritdoc cref="LoadWindow.Returned"/>
    /// <returns>Whether the limit was raised.</returns>
    public bool Returned(int leased, int waiting, int opening, bool served, long now)
    {
        _returns++;
        return _window.Returned(leased, waiting, opening, served, now) && Decide(leased, now);
    }

    /// <summary>Called from time to time while callers wait.</summary>
    /// <returns>Whether the limit was raised.</returns>
    public bool Wait(int leased, long now)
    {
        if (!_isStarted && IsElastic)
        {
            _isStarted = true;
            WatchHome(leased, now);
        }

        if (leased < Limit || !_stall.Look(_returns, _usualGap, now) || !_conflicts.PermitsRaise(now))
        {
            return false;
        }

        // A comparison with a lower limit ends; after that the limit grows beyond what it was.
        return RaiseTo(Limit < _home ? _home : Math.Min(Math.Max(_home + 2, _home * 3 / 2), MaxUnproven * _confirmed), LimitReason.LongLeases, leased, now);
    }

    /// <summary>Nobody waits any more.</summary>
    public void EndWait() => _stall.End();

    /// <summary>More connections are needed at once, since no further caller may wait.</summary>
    /// <returns>Whether the limit was raised.</returns>
    public bool Widen(int leased, long now) => RaiseTo(Math.Max(_home + 1, _home * 2), LimitReason.QueueFull, leased, now);

    /// <summary>A transaction was rolled back because of others: a deadlock, a serialization failure. What was raised while it waited is taken back.</summary>
    /// <param name="took">How long its lease lasted.</param>
    /// <param name="leased">The number of leased connections, with this one.</param>
    /// <param name="now">The current timestamp.</param>
    public void Conflicted(long took, int leased, long now)
    {
        var cost = _conflicts.Note(took, now);
        _trial?.NoteConflict();
        var before = History.LeastSince(now - cost);
        if (before < _home)
        {
            EndTrial();
            History.Add(_home, before, LimitReason.Conflicts, now);
            _home = before;
            WatchHome(leased, now);
        }
    }

    /// <summary>The server refused another connection: for a while the limit is not higher than the number that it gave.</summary>
    public void Refused(int open, long now)
    {
        if (!IsElastic)
        {
            return;
        }

        _ceiling.Lower(Math.Max(Min, open), now);
        var given = Math.Min(_home, _ceiling.Of(Max, now));
        History.Add(_home, given, LimitReason.ServerRefused, now);
        _home = given;
        if (_trial is not null)
        {
            EndTrial();
            Rest(now);
        }

        WatchHome(open, now);
    }

    private bool RaiseTo(int limit, LimitReason reason, int leased, long now)
    {
        limit = Math.Min(limit, _ceiling.Of(Max, now));
        if (limit <= Limit)
        {
            return false;
        }

        EndTrial();
        History.Add(_home, limit, reason, now);
        (_home, Limit) = (limit, limit);
        (_isSearching, _step, _goesDown) = (true, Coarse, false);
        WatchHome(leased, now);
        return true;
    }

    private bool Decide(int leased, long now)
    {
        var before = Limit;
        if (_trial is not null)
        {
            Compare(now);
        }
        else
        {
            _usualGap = (long)(_window.Seconds * ticksPerSecond / Math.Max(1, _window.Served));
            _isSearching |= _pause.IsOver(_window.Served, _window.Seconds);
            if (_pause.HasLoadChanged)
            {
                (_openRise, _openFall) = (null, null);
            }

            if (_isSearching)
            {
                Begin(now);
            }
        }

        if (_trial is null)
        {
            Limit = _home;
            WatchHome(leased, now);
        }
        else
        {
            var next = _trial.IsHighNext ? _trial.High : _trial.Low;
            var skip = next == Limit ? 0 : leased;
            Limit = next;
            _window.Begin(_trial.IsHighNext ? _trial.Low + 1 : _trial.Low, skip, _conflicts.WindowLength(now), leased, now);
        }

        return Limit > before;
    }

    /// <summary>Begins the next comparison of a search, with what was just measured as the first window if it was measured under the present limit.</summary>
    private void Begin(long now)
    {
        var top = _ceiling.Of(Max, now);
        var isSaturated = _window.IsSaturated;
        _goesDown |= !isSaturated || _home >= top;
        var used = isSaturated ? _home : Math.Min(_home, _window.Round);
        var other = _goesDown ? Math.Max(Min, (int)(used / Fine)) : Math.Min(top, (int)Math.Ceiling(_home * _step));
        if (_goesDown && other >= used)
        {
            Rest(now);
            return;
        }

        var (low, high) = _goesDown ? (other, _home) : (_home, other);
        var open = _goesDown ? _openFall : _openRise;
        _trial = open is not null && open.Low == low && open.High == high && open.TryResume() ? open : new LimitTrial(low, high, !_goesDown);
        _trialBegan = now;
        if (isSaturated && _trial.IsPresentNext)
        {
            _trial.Add(_window.Served, _window.Seconds);
        }
    }

    private void Compare(long now)
    {
        var trial = _trial!;

        // What was measured long ago, before the callers paused, says nothing about now.
        if (now - _trialBegan > (30 * ticksPerSecond) + (long)(40 * _window.Seconds * ticksPerSecond))
        {
            EndTrial();
            Rest(now);
            return;
        }

        if (trial.Add(_window.Served, _window.Seconds) is not { } isHighBetter)
        {
            return;
        }

        EndTrial();
        _ = trial.IsRise ? _openRise = Open(trial) : _openFall = Open(trial);
        var better = isHighBetter ? trial.High : trial.Low;
        History.Add(_home, better, isHighBetter ? LimitReason.MoreServesMore : LimitReason.FewerServeAsMuch, now);
        _home = better;
        if (isHighBetter == trial.IsRise)
        {
            _confirmed = _home;
            _step = trial.Gain > Math.Log(1.25) ? Coarse : Fine;
        }
        else if (!trial.IsRise)
        {
            Rest(now);
        }
        else if (_step > Fine)
        {
            _step = Fine;
        }
        else
        {
            _goesDown = true;
        }
    }

    private void EndTrial() => _trial = null;

    /// <summary>A small difference in much noise needs more than one search to be seen.</summary>
    private static LimitTrial? Open(LimitTrial trial) => trial.IsOpen ? trial : null;

    /// <summary>Ends a search.</summary>
    private void Rest(long now)
    {
        _confirmed = _home;
        (_isSearching, _step, _goesDown) = (false, Fine, false);
        _pause.Begin(_home, (double)_conflicts.WindowLength(now) / ticksPerSecond);
    }

    private void WatchHome(int leased, long now)
    {
        Limit = Math.Min(_home, _ceiling.Of(Max, now));
        if (IsElastic && _isStarted)
        {
            // More than the minimum in use: then fewer may serve as much, whether or not callers wait.
            _window.Begin(Math.Min(Limit, Min + 1), 0, _conflicts.WindowLength(now), leased, now);
        }
    }
}
