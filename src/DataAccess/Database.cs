using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Repositories;
using DataAccess.Sessions;
using DataAccess.Sql;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAccess;

/// <summary>
/// One database: its connections, its query verbs, its writers. Make one for the life of the program and share it; it is safe
/// for any number of callers.
/// </summary>
public sealed class Database : DatabaseSession, IAsyncDisposable, IDisposable
{
    private readonly TimeSpan _drainTimeout;
    private readonly CoalescingReaders _readers;

    /// <summary>Opens a database over a provider. Nothing is connected until the first call.</summary>
    /// <param name="provider">The database's package, as its own <c>Open</c> method makes it.</param>
    /// <param name="options">Limits and times; null for the defaults.</param>
    /// <param name="loggerFactory">Where messages go; null for nowhere.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public Database(
        DatabaseProvider provider, DatabaseOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
        : this(provider, options ?? new DatabaseOptions(), loggerFactory is null ? NullLogger.Instance : new SafeLogger(loggerFactory.CreateLogger("DataAccess")), time ?? TimeProvider.System)
    {
    }

    private Database(DatabaseProvider provider, DatabaseOptions options, ILogger logger, TimeProvider time)
        : base(new SessionContext(
            provider,
            new ConnectionManager(provider, options.Validated().Connections, time, logger),
            options.Retry,
            options.LogParameterValues,
            logger,
            time))
    {
        _readers = new CoalescingReaders(Context, options.Coalescing);
        _drainTimeout = options.Connections.DrainTimeout;
    }

    /// <summary>The connections, for whoever needs the driver itself, and their statistics.</summary>
    public ConnectionManager Connections => Context.Connections;

    /// <summary>
    /// Opens a database by URL (<c>postgres://</c>, <c>mysql://</c>, <c>mariadb://</c>, <c>sqlite:file.db</c>) or by an ADO.NET
    /// connection string. The program must reference the database's package.
    /// </summary>
    /// <param name="urlOrConnectionString">Where the database is.</param>
    /// <param name="options">Limits and times; null for the defaults.</param>
    /// <exception cref="ArgumentException">The text is of no known form, or its package is not referenced. The message holds no password.</exception>
    public static Database Open(string urlOrConnectionString, DatabaseOptions? options = null)
        => new(ProviderDirectory.Create(urlOrConnectionString), options);

    /// <summary>Runs work in a transaction and commits it.</summary>
    /// <param name="work">The work. It may be run again, so it must not do anything that a rollback does not undo.</param>
    /// <param name="cancellationToken">Cancels and rolls back; not once COMMIT is sent.</param>
    /// <exception cref="CommitOutcomeUnknownException">The connection died between COMMIT and its answer.</exception>
    /// <remarks>
    /// Run again, within <see cref="DatabaseOptions.Retry"/>, only when it is known to have been rolled back: a deadlock, a
    /// serialisation failure, a lock timeout, a connection lost before COMMIT.
    /// </remarks>
    public override ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => InTransactionAsync(TransactionOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="InTransactionAsync(Func{DatabaseTransaction, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <param name="options">Isolation level and whether it only reads.</param>
    /// <param name="work">The work, which may be run again.</param>
    /// <param name="cancellationToken">Cancels and rolls back; not once COMMIT is sent.</param>
    public ValueTask InTransactionAsync(
        TransactionOptions options, Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        return Context.InTransactionAsync(options, work, left: null, cancellationToken);
    }

    /// <inheritdoc cref="InTransactionAsync(Func{DatabaseTransaction, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <typeparam name="TResult">What the work gives.</typeparam>
    public ValueTask<TResult> InTransactionAsync<TResult>(
        Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken = default)
        => InTransactionAsync(TransactionOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="InTransactionAsync(Func{DatabaseTransaction, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <typeparam name="TResult">What the work gives.</typeparam>
    /// <param name="options">Isolation level and whether it only reads.</param>
    /// <param name="work">The work, which may be run again.</param>
    /// <param name="cancellationToken">Cancels and rolls back; not once COMMIT is sent.</param>
    public ValueTask<TResult> InTransactionAsync<TResult>(
        TransactionOptions options, Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        return Context.InTransactionAsync(options, work, left: null, cancellationToken);
    }

    /// <summary>
    /// The query verbs with a deadline, which all calls of the session share and which starts now. A call that cannot get a
    /// connection before it fails with <see cref="PoolTimeoutException"/>; one that is not over in time is cancelled.
    /// </summary>
    /// <param name="time">How long, positive.</param>
    /// <returns>The session, which a repository takes as well.</returns>
    /// <remarks>Its calls throw <see cref="DeadlineExceededException"/> when the time is up.</remarks>
    public DatabaseSession Within(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return new DeadlineSession(Context, time);
    }

    /// <summary>
    /// The query verbs for statements that only read, as you say, where that cannot be seen in their text: they call a function
    /// of your own. They are run again when their answer is lost, and on SQLite they run beside the writer.
    /// </summary>
    /// <returns>The session, which a repository takes as well.</returns>
    /// <remarks>
    /// A repeat runs in a transaction that only reads, so nothing is done twice even where a statement does write after all. The
    /// first time it is your word on PostgreSQL, MySQL and MariaDB; SQLite refuses the write. Its <c>InTransactionAsync</c> begins
    /// a transaction that only reads, on every database.
    /// </remarks>
    public DatabaseSession ReadOnly() => new ReadOnlySession(Context);

    /// <summary>Makes a writer that coalesces rows of many callers into batches.</summary>
    /// <typeparam name="T">The row, mapped as <see cref="TableMap.For{T}"/> says.</typeparam>
    /// <param name="options">Limits and behaviour; null for the defaults.</param>
    /// <exception cref="MappingException">The type cannot be mapped.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public BatchingWriter<T> CreateWriter<[DynamicallyAccessedMembers(MappedMembers.All)] T>(BatchingWriterOptions<T>? options = null)
        where T : notnull
        => CreateWriter(TableMap.For<T>(), options);

    /// <summary>Makes a writer for rows whose columns are known only at run time.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="map">Its table and columns.</param>
    /// <param name="options">Limits and behaviour; null for the defaults.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public BatchingWriter<T> CreateWriter<T>(TableMap<T> map, BatchingWriterOptions<T>? options = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(map);
        var valid = (options ?? new BatchingWriterOptions<T>()).Validated();
        return new BatchingWriter<T>(this, map, () => Provider.CreateInserter(map, valid.OnConflict), valid);
    }

    /// <summary>The columns of a table, in its order; empty where there is no such table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(TableName table, CancellationToken cancellationToken = default)
        => Context.DescribeTableAsync(table, ConnectionRole.Reader, cancellationToken);

    /// <summary>Closes all connections, after waiting for leases as <see cref="ConnectionManager.DisposeAsync"/> says. Dispose writers first.</summary>
    public async ValueTask DisposeAsync()
    {
        await Connections.DisposeAsync().ConfigureAwait(false);
        Provider.Release();
    }

    /// <summary>
    /// As <see cref="DisposeAsync"/>, for a container that is disposed synchronously. The thread waits until all connections are
    /// closed, which takes <see cref="ConnectionOptions.DrainTimeout"/> at most where leases are still out, and goes on 5 s later in
    /// any case; prefer <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => Detached.Wait(() => DisposeAsync().AsTask(), _drainTimeout, Context.Time);

    internal override TFeature? Feature<TFeature>()
        where TFeature : class
        => _readers as TFeature;

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => Context.AcquireAsync(text, within: null, cancellationToken);
}
