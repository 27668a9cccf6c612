namespace DataAccess.Events.Handling;

/// <summary>The pause after a failed attempt: it doubles, up to a limit, and half of it is random, so that what failed together is not retried together.</summary>
internal static class Backoff
{
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="first">The first pause.</param>
    /// <param name="longest">The longest.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan After(int attempt, TimeSpan first, TimeSpan longest, double random)
    {
        var pause = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 60)));
        return TimeSpan.FromMilliseconds(pause * (0.5 + (random / 2)));
    }
}
