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

    /// <summary>What the limit was before its first rise since a time; the largest number if it was not raised.</summary>
    public int LeastSince(long time)
    {
        var least = int.MaxValue;
        for (var i = _count - 1; i >= Math.Max(0, _count - Kept) && _changes[i % Kept].At >= time; i--)
        {
            var (_, from, to, _) = _changes[i % Kept];
            least = to > from ? Math.Min(least, from) : least;
        }

        return least;
    }

    /// <summary>The changes, the oldest first.</summary>
    public LimitChange[] Take(long now, long ticksPerSecond)
        => [.. Enumerable.Range(Math.Max(0, _count - Kept), Math.Min(_count, Kept))
            .Select(i => _changes[i % Kept])
            .Select(c => new LimitChange(TimeSpan.FromSeconds((double)(now - c.At) / ticksPerSecond), c.From, c.To, c.Reason))];
}
