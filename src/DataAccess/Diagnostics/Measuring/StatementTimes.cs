namespace DataAccess.Diagnostics.Measuring;

/// <summary>How long the statements of each text took in the last half minute to a minute. It counts from the first report on, so that it costs nothing where no report is made.</summary>
internal sealed class StatementTimes(TimeProvider time)
{
    /// <summary>The most texts that are told apart; the others are counted together.</summary>
    private const int MaxTexts = 200;

    private static readonly TimeSpan Half = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Dictionary<string, (long Count, TimeSpan Time)> _current = new(StringComparer.Ordinal);
    private Dictionary<string, (long Count, TimeSpan Time)> _previous = new(StringComparer.Ordinal);
    private long _began;
    private volatile bool _counts;

    /// <param name="text">The statement.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Add(string text, TimeSpan elapsed)
    {
        if (!_counts)
        {
            return;
        }

        lock (_lock)
        {
            Roll_NeedsLock();
            var key = _current.Count < MaxTexts || _current.ContainsKey(text) ? text : "";
            var (count, sum) = _current.GetValueOrDefault(key);
            _current[key] = (count + 1, sum + elapsed);
        }
    }

    /// <summary>The texts with their numbers and times, longest first; empty at first, when counting begins.</summary>
    public IReadOnlyList<(string Text, long Count, TimeSpan Time)> Take()
    {
        lock (_lock)
        {
            if (!_counts)
            {
                (_counts, _began) = (true, time.GetTimestamp());
                return [];
            }

            Roll_NeedsLock();
            return
            [
                .. _current.Concat(_previous).GroupBy(static s => s.Key, StringComparer.Ordinal)
                    .Select(static g => (g.Key, g.Sum(static s => s.Value.Count), TimeSpan.FromTicks(g.Sum(static s => s.Value.Time.Ticks))))
                    .OrderByDescending(static s => s.Item3),
            ];
        }
    }

    private void Roll_NeedsLock()
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_began, now);
        if (elapsed < Half)
        {
            return;
        }

        (_previous, _current) = (_current, _previous);
        _current.Clear();
        if (elapsed >= 2 * Half)
        {
            _previous.Clear();
        }

        _began = now;
    }
}
