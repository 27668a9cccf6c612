using DataAccess.Connections;

namespace DataAccess;

/// <summary>Limits and times of the connection manager.</summary>
public sealed class ConnectionOptions
{
    /// <summary>
    /// How many physical connections are kept at most. Default: twice the processors, at least 4. A database works best with
    /// few busy connections; callers beyond them wait in turn. On SQLite this counts the readers, beside the one writer.
    /// </summary>
    public int MaxConnections { get; set; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>How many connections are kept open and idle, filled in the background within a second. Default 0.</summary>
    public int MinIdle { get; set; }

    /// <summary>
    /// A lease that is held for longer is logged once, with the member, file and line that acquired it. Default 1 minute;
    /// <see cref="Timeout.InfiniteTimeSpan"/> switches it off.
    /// </summary>
    public TimeSpan LeakThreshold { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many callers may wait for a connection. The next one fails at once. Default 10,000.</summary>
    public int MaxWaiters { get; set; } = 10_000;

    /// <summary>
    /// How long a caller waits for a connection before <see cref="PoolTimeoutException"/>. Default 30 s. Where the server gives
    /// no more connections for now and some are in use, he waits for one of those to come back.
    /// </summary>
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long opening one connection may take, with login and the session's first statements, before
    /// <see cref="DatabaseUnavailableException"/>; how long a ping, a reset or a close may take. Default 15 s. A driver that
    /// goes on for longer is left to itself, and its connection keeps its place in <see cref="MaxConnections"/> until it ends.
    /// PostgreSQL: a cancel goes by a connection of its own, which has as long and a second more, then 2 s, where new connections are taken
    /// and not answered; all time limits of calls, <c>SendTimeout</c> and <c>DrainTimeout</c> may end so much later. MySQL: 5 s.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A connection idle for longer is pinged before it is handed out. Default 1 s.</summary>
    public TimeSpan PingAfterIdle { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection older than this is closed instead of being handed out, up to a tenth earlier so that not all go at once. Default 1 h.</summary>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many prepared statements each connection keeps, the least recently used going first. Default 256; 0 prepares nothing, for poolers in transaction mode.</summary>
    public int MaxPreparedStatements { get; set; } = 256;

    /// <summary>
    /// About how many bytes the prepared statements of each connection take in this program, counted as 2 for a character and 200
    /// for a parameter; the least recently used goes first. One of more than a sixteenth is run without being prepared. Default 4 MiB.
    /// </summary>
    public long MaxPreparedBytes { get; set; } = 4L << 20;

    /// <summary>When a session is put back into its first state before another caller gets its connection. Default <see cref="DataAccess.SessionReset.WhenUnsure"/>.</summary>
    public SessionReset SessionReset { get; set; }

    /// <summary>How long <see cref="ConnectionManager.DisposeAsync"/> waits for leases to come back before it closes their connections. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal IEnumerable<string> Problems(string prefix)
    {
        if (MaxConnections < 1)
        {
            yield return $"{prefix}.{nameof(MaxConnections)} is {MaxConnections}; it must be at least 1.";
        }

        if (MinIdle < 0 || MinIdle > MaxConnections)
        {
            yield return $"{prefix}.{nameof(MinIdle)} is {MinIdle}; it must be between 0 and {nameof(MaxConnections)} ({MaxConnections}).";
        }

        if (LeakThreshold <= TimeSpan.Zero && LeakThreshold != Timeout.InfiniteTimeSpan)
        {
            yield return $"{prefix}.{nameof(LeakThreshold)} is {LeakThreshold}; it must be positive, or infinite to disable it.";
        }

        if (MaxWaiters < 0)
        {
            yield return $"{prefix}.{nameof(MaxWaiters)} is {MaxWaiters}; it must be 0 or more.";
        }

        if (MaxPreparedStatements < 0)
        {
            yield return $"{prefix}.{nameof(MaxPreparedStatements)} is {MaxPreparedStatements}; it must be 0 or more.";
        }

        if (MaxPreparedBytes < 1)
        {
            yield return $"{prefix}.{nameof(MaxPreparedBytes)} is {MaxPreparedBytes}; it must be at least 1. To disable prepared statements, set {nameof(MaxPreparedStatements)} to 0.";
        }

        (string Name, TimeSpan Value)[] times =
        [
            (nameof(AcquireTimeout), AcquireTimeout), (nameof(ConnectTimeout), ConnectTimeout), (nameof(PingAfterIdle), PingAfterIdle),
            (nameof(MaxLifetime), MaxLifetime), (nameof(DrainTimeout), DrainTimeout),
        ];
        foreach (var (name, value) in times)
        {
            if (value <= TimeSpan.Zero || value > MaxTime)
            {
                yield return $"{prefix}.{name} is {value}; it must be positive and at most {MaxTime.TotalDays:0} days.";
            }
        }
    }

    /// <summary>The longest time that a timer of the runtime takes (2^32 - 2 ms), rounded down.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(49);
}
