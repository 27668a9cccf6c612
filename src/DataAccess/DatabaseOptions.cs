using System.Data.Common;
using DataAccess.Providers;

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

    /// <summary>
    /// Gives the password of each new connection, in place of one in the URL or connection string. It is asked for every connection that is opened, so a password
    /// can be changed without a restart. It has nine tenths of <see cref="ConnectionOptions.ConnectTimeout"/>; if it fails, opening fails with
    /// <see cref="DatabaseUnavailableException"/>. It may be called by several threads at once. Not on SQLite, and not together with
    /// <see cref="TokenProvider"/>. Default: none.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? PasswordProvider { get; set; }

    /// <summary>
    /// Like <see cref="PasswordProvider"/>, for passwords that expire. One is kept and used for all new connections until a tenth of its lifetime is left, at most a
    /// minute; it is asked for once however many connections open at the same time, with a token that no caller cancels. One that the server refuses is
    /// forgotten, and asked for once more. Default: none.
    /// </summary>
    public Func<CancellationToken, ValueTask<DatabaseToken>>? TokenProvider { get; set; }

    /// <summary>
    /// Called for each new connection after the library has set up its session, and again after each reset of the session: what it sets, such as a search path,
    /// a role, a part of <c>sql_mode</c> or a pragma, is part of the state in which every lease begins. What the library's guarantees rest on, such as the time
    /// zone, is set again afterwards, and a transaction that it leaves open is rolled back. Opening, with this, has
    /// <see cref="ConnectionOptions.ConnectTimeout"/>; if it throws or takes longer, the connection is closed and opening has failed: for good if the
    /// database rejects a statement or the exception is not the driver's, else as when the server is unavailable. On SQLite it begins on the connection's own
    /// thread. It must not keep the connection. Connections for scripts (<see cref="SessionSettings.Server"/>) are not passed to it. Default: none.
    /// </summary>
    public Func<DbConnection, CancellationToken, ValueTask>? OnConnectionOpened { get; set; }

    /// <summary>
    /// What the names of <c>Database.As</c> begin with in the database: empty, or identifiers that each end with a dot. Null, the default, for
    /// <c>app.</c> on PostgreSQL, whose settings need one, and none elsewhere.
    /// </summary>
    public string? SessionValuePrefix { get; set; }

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
        => Connections.Problems(nameof(Connections)).Concat(Retry.Problems(nameof(Retry))).Concat(Coalescing.Problems(nameof(Coalescing))).Concat(OwnProblems());

    /// <summary>Where the passwords of connections come from; null for the URL or connection string.</summary>
    internal PasswordSource? PasswordsOf(TimeProvider time)
        => PasswordProvider is { } password ? new PasswordSource(password, nameof(PasswordProvider), Connections.ConnectTimeout, time)
        : TokenProvider is { } token ? new PasswordSource(token, nameof(TokenProvider), Connections.ConnectTimeout, time)
        : null;

    private IEnumerable<string> OwnProblems()
    {
        if (PasswordProvider is not null && TokenProvider is not null)
        {
            yield return $"{nameof(PasswordProvider)} and {nameof(TokenProvider)} are both set; set one of them.";
        }

        if (SlowStatementThreshold < TimeSpan.Zero)
        {
            yield return Invariant($"{nameof(SlowStatementThreshold)} is {SlowStatementThreshold}; it must not be negative.");
        }

        if (SlowPlanInterval < TimeSpan.FromSeconds(1))
        {
            yield return Invariant($"{nameof(SlowPlanInterval)} is {SlowPlanInterval}; it must be at least 1 s.");
        }

        if (LockLossDetection < TimeSpan.FromSeconds(1) || LockLossDetection > TimeSpan.FromHours(1))
        {
            yield return Invariant($"{nameof(LockLossDetection)} is {LockLossDetection}; it must be between 1 s and 1 h.");
        }

        if (SessionValuePrefix is { } prefix && !SessionValues.IsPrefix(prefix))
        {
            yield return $"{nameof(SessionValuePrefix)} is '{prefix}'; it must be empty, or identifiers that each end with a dot, such as 'app.'.";
        }
    }
}
