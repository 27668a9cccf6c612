namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// When to search for a better limit again: after 2 s, and after twice as long, up to 30 s, each time that the search has changed the limit by less
/// than half; and soon if the database serves much more or much less than it did. Only time under load counts, so that searches never take more than a
/// small part of it.
/// </summary>
internal sealed class SearchPause
{
    private const double Shortest = 2;
    private const double Longest = 30;
    private const double Change = 1.5;
    private const double LongWindows = 10;
    private const double Weight = 0.1;
    private const int SettledAfter = 10;

    private double _length;
    private double _spent;
    private int _limit = 1;
    private double _rate;
    private double _usual;
    private int _windows;

    /// <summary>Whether it ended because much more or much less is served than before.</summary>
    public bool HasLoadChanged { get; private set; }

    /// <summary>Begins after a search.</summary>
    /// <param name="limit">The limit that it found.</param>
    /// <param name="window">How long its measurements last at least, in seconds, if that is more than usual.</param>
    public void Begin(int limit, double window)
    {
        var ratio = (double)limit / _limit;
        var shortest = Math.Max(Shortest, LongWindows * window);
        _length = ratio is >= 2 or <= 0.5 || _length == 0 ? shortest : Math.Clamp(2 * _length, shortest, Longest);
        (_limit, _spent, _windows) = (limit, 0, 0);
    }

    /// <summary>Whether the pause is over.</summary>
    /// <param name="served">The number of leases that ended under the limit, in a window just measured.</param>
    /// <param name="seconds">The length of the window.</param>
    public bool IsOver(int served, double seconds)
    {
        var rate = served / seconds;
        _spent += seconds;
        _rate = _windows == 0 ? rate : _rate + (Weight * (rate - _rate));
        _usual = ++_windows == SettledAfter ? _rate : _usual;
        HasLoadChanged = _windows > SettledAfter && _spent > Shortest && (_rate > _usual * Change || _rate < _usual / Change);
        if (HasLoadChanged)
        {
            _length = 0;
            return true;
        }

        return _spent >= _length;
    }
}
