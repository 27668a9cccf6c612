using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace DataAccess;

/// <summary>
/// One database: its connections, its query verbs, its writers. Make one for the life of the program and share it; it is safe
/// for any number of callers.
/// </summary>
public sealed class Database : DatabaseSession, IAsyncDisposable, IDisposable
{
    private readonly ResiliencePipeline _retry;
    private readonly CoalescingOptions _coalescing;
    private readonly TimeSpan _drainTimeout;
    private readonly ConcurrentDictionary<(Type Entity, Type Key), object> _coalescingReaders = new();

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
        : base(provider, new SqlTextCache(provider.Dialect), new QueryLog(logger, options.LogParameterValues))
    {
        options.Validate();
        Time = time;
        Logger = logger;
        Connections = new ConnectionManager(provider, options.Connections, Time, Logger);
        _coalescing = options.Coalescing;
        _drainTimeout = options.Connections.DrainTimeout;
        ReadRetries = RetryPipeline.ForReads(options.Retry, Time, MayReadAgain);
        _retry = RetryPipeline.For(options.Retry, Time, IsRolledBack, OnRetry);
    }

    /// <summary>The connections, for whoever needs the driver itself, and their statistics.</summary>
    public ConnectionManager Connections { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal ResiliencePipeline? ReadRetries { get; }

    private protected override ResiliencePipeline? ReadRetry => ReadRetries;

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
    public async ValueTask InTransactionAsync(
        TransactionOptions options, Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await InTransactionAsync(
            options,
            async (transaction, ct) =>
            {
                await work(transaction, ct).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
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
        return InTransactionAsync(options, work, left: null, cancellationToken);
    }

    /// <param name="options">Isolation level and whether it only reads.</param>
    /// <param name="work">The work, which may be run again.</param>
    /// <param name="left">How long the caller has, for whom the pool answers at his deadline; null for one without.</param>
    /// <param name="cancellationToken">Cancels and rolls back; not once COMMIT is sent.</param>
    internal ValueTask<TResult> InTransactionAsync<TResult>(
        TransactionOptions options,
        Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work,
        Func<TimeSpan>? left,
        CancellationToken cancellationToken)
    {
        AmbientTransaction.Refuse();
        return _retry.ExecuteAsync(
            static (state, ct) => TransactionRunner.RunAsync(state.Database, state.Options, state.Work, state.Left?.Invoke(), ct),
            (Database: this, Options: options, Work: work, Left: left),
            cancellationToken);
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
        return new DeadlineSession(this, time);
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
    public DatabaseSession ReadOnly() => new ReadOnlySession(this);

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
    public async ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(TableName table, CancellationToken cancellationToken = default)
    {
        var lease = await Connections.AcquireAsync(ConnectionRole.Reader, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            // In doubt unless it ends well: closing one connection is cheap here.
            lease.Physical.MarkBroken();
            var columns = await lease.Physical.RunAsync(
                static (connection, state, ct) => state.Provider.DescribeTableAsync(connection.Connection, state.Table, ct),
                (Provider, Table: table),
                cancellationToken).ConfigureAwait(false);
            lease.Physical.ClearBroken();
            return columns;
        }
    }

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
    public void Dispose() => Detached.Wait(() => DisposeAsync().AsTask(), _drainTimeout, Time);

    /// <summary>The coalescing reader of an entity, which all its repositories share. It knows none of them, so it keeps none alive.</summary>
    internal CoalescingReader<TEntity, TKey> CoalescingReaderFor<[DynamicallyAccessedMembers(MappedMembers.All)] TEntity, TKey>(
        SharedRead<TEntity, TKey> read)
        where TEntity : notnull
        where TKey : notnull
        => (CoalescingReader<TEntity, TKey>)_coalescingReaders.GetOrAdd(
            (typeof(TEntity), typeof(TKey)),
            static (_, state) => new CoalescingReader<TEntity, TKey>(state.Database, state.Database._coalescing, state.Read),
            (Database: this, Read: read));

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => Connections.AcquireAsync(RoleFor(text), new LeaseHolder(text.Sql), cancellationToken);

    internal static ConnectionRole RoleFor(SqlText text) => text.IsRead ? ConnectionRole.Reader : ConnectionRole.Writer;

    private protected override ValueTask EndAsync(ConnectionLease lease) => lease.DisposeAsync();

    /// <summary>Whether the database's own failure undid the transaction; what the work itself throws is no such failure, of whatever type it is.</summary>
    private bool IsRolledBack(Exception exception)
        => FailureOrigin.IsFrom(exception, Provider) && Provider.Classify(exception).Kind is FailureKind.RolledBack or FailureKind.ConnectionLost or FailureKind.StaleStatement;

    private void OnRetry(Exception exception, int attempt)
        => Log.TransactionRetried(Logger, Provider.Endpoint, Provider.Classify(exception).Code, attempt);
}
