namespace DataAccess;

/// <summary>How often and how soon work that is known to have been rolled back is retried.</summary>
public sealed class RetryOptions
{
    /// <summary>The maximum number of retries, not counting the first attempt. Default 5; 0 disables retries: a query is then sent once, and a transaction's work runs once.</summary>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The delay before the first retry; it doubles with each further retry, with full jitter. Default 50 ms.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The maximum delay before a retry. Default 5 s.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    internal IEnumerable<string> Problems(string prefix)
    {
        if (MaxRetries < 0)
        {
            yield return Invariant($"{prefix}.{nameof(MaxRetries)} is {MaxRetries}; it must be 0 or more.");
        }

        if (BaseDelay <= TimeSpan.Zero)
        {
            yield return $"{prefix}.{nameof(BaseDelay)} is {BaseDelay}; it must be positive.";
        }

        if (MaxDelay < BaseDelay)
        {
            yield return $"{prefix}.{nameof(MaxDelay)} is {MaxDelay}; it must be at least {nameof(BaseDelay)} ({BaseDelay}).";
        }
    }
}
