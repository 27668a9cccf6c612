using DataAccess.Diagnostics;

namespace DataAccess.Connections.Pool.Sizing;

/// <summary>The last changes of a limit, with their reasons.</summary>
internal sealed class LimitHistory
{
    private const int Kept = 32;

    private readonly (long At, int From, int To, LimitReason Reason)[] _changes = new (long, int, int, LimitReason)[Kept];
    private int _count;

    public void Add(int from, int to, LimitReason reason, long now)
    {
        if (from != to)
        {
            _changes[_count++ % Kept] = (now, from, to, reason);
        }
    }

    /// <summary>The changes, the oldest first.</summary>
    public LimitChange[] Take(long now, long ticksPerSecond)
        => [.. Enumerable.Range(Math.Max(0, _count - Kept), Math.Min(_count, Kept))
            .Select(i => _changes[i % Kept])
            .Select(c => new LimitChange(TimeSpan.FromSeconds((double)(now - c.At) / ticksPerSecond), c.From, c.To, c.Reason))];
}
