namespace DataAccess;

/// <summary>The options of a <see cref="Database"/>. Each database's package adds its own options to these.</summary>
public class DatabaseOptions
{
    /// <summary>Limits and timeouts of the connection manager.</summary>
    public ConnectionOptions Connections { get; set; } = new();

    /// <summary>How transactions that were rolled back are retried.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>How concurrent reads by key share round trips.</summary>
    public CoalescingOptions Coalescing { get; set; } = new();

    /// <summary>The converters of types that no column holds, or that this database stores in another way. Default: none.</summary>
    public ValueConverters Converters { get; set; } = new();

    /// <summary>Whether parameter values are logged with the SQL text. They may contain personal data. Default false.</summary>
    public bool LogParameterValues { get; set; }

    /// <summary>
    /// How long after the loss of a named lock its <see cref="DatabaseLock.Lost"/> is cancelled at the latest, in a process that runs. Each quarter of it the
    /// locks are checked, and a server that does not answer within a quarter has lost them. Default 10 s; at least 1 s, at most 1 h.
    /// </summary>
    public TimeSpan LockLossDetection { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A statement that takes at least this long, once it has a connection, is logged as a warning, with its duration and how many rows it gave, and counted by
    /// <c>dataaccess.slow_statements</c>. A stream's time includes that of its reader. Null, the default, for none; zero for all.
    /// </summary>
    public TimeSpan? SlowStatementThreshold { get; set; }

    /// <summary>
    /// Whether the plan of a statement over <see cref="SlowStatementThreshold"/> is logged too. It is taken afterwards, in the background, on a connection of the
    /// pool, without running the statement: one at a time, and not while callers wait. It has no values, unless <see cref="LogParameterValues"/> is set. Default false.
    /// </summary>
    public bool LogSlowPlans { get; set; }

    /// <summary>How long the plan of a statement is not logged again. Default 10 min; at least 1 s.</summary>
    public TimeSpan SlowPlanInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <exception cref="InvalidOptionsException">Some are not valid; the message names all of them.</exception>
    internal DatabaseOptions Validated()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOptionsException("The database options are not valid. " + string.Join(" ", problems));
        }

        return this;
    }

    internal virtual IEnumerable<string> Problems()
        => Connections.Problems(nameof(Connections)).Concat(Retry.Problems(nameof(Retry))).Concat(Coalescing.Problems(nameof(Coalescing)))
            .Concat(SlowStatementThreshold < TimeSpan.Zero ? [Invariant($"{nameof(SlowStatementThreshold)} is {SlowStatementThreshold}; it must not be negative.")] : [])
            .Concat(SlowPlanInterval < TimeSpan.FromSeconds(1) ? [Invariant($"{nameof(SlowPlanInterval)} is {SlowPlanInterval}; it must be at least 1 s.")] : [])
            .Concat(LockLossDetection >= TimeSpan.FromSeconds(1) && LockLossDetection <= TimeSpan.FromHours(1)
                ? []
                : [Invariant($"{nameof(LockLossDetection)} is {LockLossDetection}; it must be between 1 s and 1 h.")]);
}
