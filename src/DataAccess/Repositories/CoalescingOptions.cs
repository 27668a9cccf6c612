namespace DataAccess;

/// <summary>
/// How concurrent <see cref="Repository{TEntity, TKey}.GetAsync"/> calls share round trips. Who waits for one counts against
/// <see cref="ConnectionOptions.MaxWaiters"/> and fails after <see cref="ConnectionOptions.AcquireTimeout"/>, as any caller.
/// </summary>
public sealed class CoalescingOptions
{
    /// <summary>How many keys one round trip asks for at most. Default 1,000.</summary>
    public int MaxKeys { get; set; } = 1_000;

    /// <summary>How many round trips for one table are under way at most; calls that come meanwhile share the next. Default 2.</summary>
    public int MaxInFlight { get; set; } = 2;

    internal IEnumerable<string> Problems(string prefix)
    {
        if (MaxKeys < 1)
        {
            yield return Invariant($"{prefix}.{nameof(MaxKeys)} is {MaxKeys}; it must be at least 1.");
        }

        if (MaxInFlight < 1)
        {
            yield return Invariant($"{prefix}.{nameof(MaxInFlight)} is {MaxInFlight}; it must be at least 1.");
        }
    }
}
