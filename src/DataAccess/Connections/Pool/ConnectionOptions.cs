using DataAccess.Connections;

namespace DataAccess;

/// <summary>Limits and timeouts of the connection manager.</summary>
public sealed class ConnectionOptions
{
    private const int DefaultMax = 100;

    private int? _min;
    private int? _max;

    /// <summary>
    /// The number of connections that may always be in use. More are used only while callers wait and a larger number measurably serves more, up to
    /// <see cref="MaxConnections"/>; further callers wait, first in, first out. If both are equal, the number is fixed. They are opened when they are
    /// needed; see <see cref="MinIdle"/>. Default: twice the number of processors, at least 4, or <see cref="MaxConnections"/> if that is less.
    /// </summary>
    public int MinConnections
    {
        get => _min ?? Math.Min(Math.Max(4, 2 * Environment.ProcessorCount), MaxConnections);
        set => _min = value;
    }

    /// <summary>
    /// The maximum number of physical connections. Default: 100, or a fourth of those that the server accepts if that is less, so that several
    /// instances can share it; a number that is set is used as it is. On SQLite this is the fixed number of readers, by default
    /// <see cref="MinConnections"/>; the single writer is added to it.
    /// </summary>
    public int MaxConnections
    {
        get => _max ?? Math.Max(DefaultMax, _min ?? 0);
        set => _max = value;
    }

    /// <summary>Whether <see cref="MaxConnections"/> was set.</summary>
    internal bool IsMaxSet => _max is not null;

    /// <summary>The share of a server's connections that one database uses by default.</summary>
    internal static int ShareOf(int accepted) => Math.Max(1, accepted / 4);

    /// <summary>The number of connections that are kept open and idle; they are opened in the background within a second. Default 0.</summary>
    public int MinIdle { get; set; }

    /// <summary>
    /// A lease that is held for longer than this is logged once, with the member, file and line that acquired it. Default 1 minute;
    /// <see cref="Timeout.InfiniteTimeSpan"/> disables it.
    /// </summary>
    public TimeSpan LeakThreshold { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum number of callers that may wait for a connection. The next one fails immediately. Default 10,000.</summary>
    public int MaxWaiters { get; set; } = 10_000;

    /// <summary>
    /// How long a caller waits for a connection before <see cref="PoolTimeoutException"/>. Default 30 s. If the server accepts
    /// no more connections for now and some are in use, the caller waits for one of those to be returned.
    /// </summary>
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long opening one connection may take, including login and the session's first statements, before
    /// <see cref="DatabaseUnavailableException"/>; also how long a ping, a reset or a close may take. Default 15 s. A driver that
    /// takes longer is abandoned, and its connection counts against <see cref="MaxConnections"/> until the driver returns.
    /// PostgreSQL: a cancel uses a connection of its own, which has this time and a second more, then 2 s, where new connections are accepted
    /// but not answered; all time limits of calls, <c>SendTimeout</c> and <c>DrainTimeout</c> may end later by that much. MySQL: 5 s.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A connection that was idle for longer than this is pinged before it is leased. Default 1 s.</summary>
    public TimeSpan PingAfterIdle { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection older than this is closed instead of being leased, up to a tenth earlier so that they do not all close at once. Default 1 h.</summary>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The maximum number of prepared statements per connection; the least recently used is closed first. Default 256; 0 disables prepared statements, for poolers in transaction mode.</summary>
    public int MaxPreparedStatements { get; set; } = 256;

    /// <summary>
    /// The approximate maximum memory, in bytes, of each connection's prepared statements in this process, counted as 2 for a character and 200
    /// for a parameter; the least recently used is closed first. A statement of more than a sixteenth of it runs without being prepared. Default 4 MiB.
    /// </summary>
    public long MaxPreparedBytes { get; set; } = 4L << 20;

    /// <summary>When a session is reset to its initial state before another caller gets its connection. Default <see cref="DataAccess.SessionReset.WhenUnsure"/>.</summary>
    public SessionReset SessionReset { get; set; }

    /// <summary>How long <see cref="ConnectionManager.DisposeAsync"/> waits for leases to be returned before it closes their connections. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal IEnumerable<string> Problems(string prefix)
    {
        if (MaxConnections < 1)
        {
            yield return Invariant($"{prefix}.{nameof(MaxConnections)} is {MaxConnections}; it must be at least 1.");
        }

        if (MaxConnections >= 1 && (MinConnections < 1 || MinConnections > MaxConnections))
        {
            yield return Invariant($"{prefix}.{nameof(MinConnections)} is {MinConnections}; it must be between 1 and {nameof(MaxConnections)} ({MaxConnections}).");
        }

        if (MinIdle < 0 || MinIdle > MaxConnections)
        {
            yield return Invariant($"{prefix}.{nameof(MinIdle)} is {MinIdle}; it must be between 0 and {nameof(MaxConnections)} ({MaxConnections}).");
        }

        if (LeakThreshold <= TimeSpan.Zero && LeakThreshold != Timeout.InfiniteTimeSpan)
        {
            yield return $"{prefix}.{nameof(LeakThreshold)} is {LeakThreshold}; it must be positive, or infinite to disable it.";
        }

        if (MaxWaiters < 0)
        {
            yield return Invariant($"{prefix}.{nameof(MaxWaiters)} is {MaxWaiters}; it must be 0 or more.");
        }

        if (MaxPreparedStatements < 0)
        {
            yield return Invariant($"{prefix}.{nameof(MaxPreparedStatements)} is {MaxPreparedStatements}; it must be 0 or more.");
        }

        if (MaxPreparedBytes < 1)
        {
            yield return Invariant($"{prefix}.{nameof(MaxPreparedBytes)} is {MaxPreparedBytes}; it must be at least 1. To disable prepared statements, set {nameof(MaxPreparedStatements)} to 0.");
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
                yield return Invariant($"{prefix}.{name} is {value}; it must be positive and at most {MaxTime.TotalDays:0} days.");
            }
        }
    }

    /// <summary>The longest time that a timer of the runtime accepts (2^32 - 2 ms), rounded down.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(49);
}
