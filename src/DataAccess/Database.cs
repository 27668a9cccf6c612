using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections;
using DataAccess.Locking;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Repositories;
using DataAccess.Sessions;
using DataAccess.Sql;
using DataAccess.Telemetry;
using DataAccess.Threading;
using DataAccess.Writing.Changes;
using DataAccess.Writing.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAccess;

/// <summary>
/// A database: its connections, query methods and writers. Create one instance for the lifetime of the program and share it; it is safe
/// for concurrent use.
/// </summary>
public sealed partial class Database : DatabaseSession, IAsyncDisposable, IDisposable
{
    private readonly TimeSpan _drainTimeout;
    private readonly CoalescingReaders _readers;
    private readonly Lazy<Type> _connectionType;
    private readonly LockManager _locks;
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Opens a database over a provider. No connection is opened before the first call.</summary>
    /// <param name="provider">The database's provider, as created by the <c>Open</c> method of its package.</param>
    /// <param name="options">Limits and timeouts; null for the defaults.</param>
    /// <param name="loggerFactory">Where messages are logged; null for no logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public Database(
        DatabaseProvider provider, DatabaseOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
        : this(provider, options ?? new DatabaseOptions(), loggerFactory is null ? NullLogger.Instance : new SafeLogger(loggerFactory.CreateLogger("DataAccess")), time ?? TimeProvider.System)
    {
    }

    private Database(DatabaseProvider provider, DatabaseOptions options, ILogger logger, TimeProvider time)
        : this(options.Validated().PasswordsOf(time) is { } passwords ? provider.WithPasswords(passwords) : provider, options, options.Converters.ToConversions(provider.IsOfDriver), logger, time)
    {
    }

    private Database(DatabaseProvider provider, DatabaseOptions options, Conversions conversions, ILogger logger, TimeProvider time)
        : this(provider, options, new ConnectionManager(provider, options.Connections, time, logger, conversions, options.OnConnectionOpened), conversions, logger, time)
    {
    }

    private Database(DatabaseProvider provider, DatabaseOptions options, ConnectionManager connections, Conversions conversions, ILogger logger, TimeProvider time)
        : base(new SessionContext(
            provider,
            connections,
            options.Retry,
            options.LogParameterValues,
            options.SlowStatementThreshold is { } threshold
                ? new SlowStatements(provider, connections, threshold, options.LogSlowPlans ? options.SlowPlanInterval : null, options.LogParameterValues, time, logger)
                : null,
            logger,
            time,
            conversions))
    {
        _readers = new CoalescingReaders(Context, options.Coalescing);
        _connectionType = new Lazy<Type>(() =>
        {
            using var connection = provider.CreateConnection();
            return connection.GetType();
        });
        _valuePrefix = options.SessionValuePrefix;
        if (_valuePrefix is { Length: 0 } && provider.SessionValueLife == SessionValueLife.Transaction)
        {
            throw new InvalidOptionsException($"{nameof(DatabaseOptions.SessionValuePrefix)} is empty, and a setting of {provider.SystemName} without one is the server's own. Give it one that ends with a dot, such as '{provider.SessionValuePrefix}'.");
        }

        _drainTimeout = options.Connections.DrainTimeout;
        _locks = new LockManager(provider, Connections, options.LockLossDetection, time, logger, _closing.Token);
    }

    /// <summary>The connections, for direct access to the driver, and their statistics.</summary>
    public ConnectionManager Connections => Context.Connections;

    /// <summary>
    /// Opens a database by URL (<c>postgres://</c>, <c>mysql://</c>, <c>mariadb://</c>, <c>sqlite:file.db</c>) or by an ADO.NET
    /// connection string. The program must reference the database's package.
    /// </summary>
    /// <param name="urlOrConnectionString">The database's URL or connection string.</param>
    /// <param name="options">Limits and timeouts; null for the defaults.</param>
    /// <exception cref="ArgumentException">The format of the text is unknown, or the database's package is not referenced. The message contains no password.</exception>
    public static Database Open(string urlOrConnectionString, DatabaseOptions? options = null)
        => new(ProviderDirectory.Create(urlOrConnectionString), options);

    /// <summary>Runs work in a transaction and commits it.</summary>
    /// <param name="work">The work. It may be retried, so it must not do anything that a rollback does not undo.</param>
    /// <param name="cancellationToken">Cancels the work and rolls back; has no effect once COMMIT is sent.</param>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost between COMMIT and its answer.</exception>
    /// <remarks>
    /// The work is retried, within <see cref="DatabaseOptions.Retry"/>, only if it is known to have been rolled back: after a deadlock, a
    /// serialization failure, a lock timeout, or a connection lost before COMMIT.
    /// </remarks>
    public override ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
        => InTransactionAsync(TransactionOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="InTransactionAsync(Func{DatabaseTransaction, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <param name="options">The isolation level, and whether the transaction is read-only.</param>
    /// <param name="work">The work, which may be retried.</param>
    /// <param name="cancellationToken">Cancels the work and rolls back; has no effect once COMMIT is sent.</param>
    public ValueTask InTransactionAsync(
        TransactionOptions options, Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        return Context.InTransactionAsync(options, work, left: null, cancellationToken);
    }

    /// <inheritdoc cref="InTransactionAsync(Func{DatabaseTransaction, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <typeparam name="TResult">The type of the work's result.</typeparam>
    public ValueTask<TResult> InTransactionAsync<TResult>(
        Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken = default)
        => InTransactionAsync(TransactionOptions.Default, work, cancellationToken);

    /// <inheritdoc cref="InTransactionAsync(Func{DatabaseTransaction, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <typeparam name="TResult">The type of the work's result.</typeparam>
    /// <param name="options">The isolation level, and whether the transaction is read-only.</param>
    /// <param name="work">The work, which may be retried.</param>
    /// <param name="cancellationToken">Cancels the work and rolls back; has no effect once COMMIT is sent.</param>
    public ValueTask<TResult> InTransactionAsync<TResult>(
        TransactionOptions options, Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        return Context.InTransactionAsync(options, work, left: null, cancellationToken);
    }

    /// <summary>
    /// The query methods with a deadline, which starts now and is shared by all calls of the session. A call that cannot get a
    /// connection in time fails with <see cref="PoolTimeoutException"/>; one that does not complete in time is cancelled.
    /// </summary>
    /// <param name="time">The time until the deadline, positive.</param>
    /// <returns>The session, which can also be passed to a repository.</returns>
    /// <remarks>Its calls throw <see cref="DeadlineExceededException"/> when the deadline passes.</remarks>
    public DatabaseScope Within(TimeSpan time) => Scope.Within(time);

    /// <summary>
    /// The query methods for statements that you declare read-only where their text does not show it, because they call a function
    /// of your own. They are retried when their answer is lost, and on SQLite they run concurrently with the writer.
    /// </summary>
    /// <returns>The session, which can also be passed to a repository.</returns>
    /// <remarks>
    /// A retry runs in a read-only transaction, so nothing is done twice even if a statement does write. The
    /// first attempt relies on your declaration on PostgreSQL, MySQL and MariaDB; SQLite rejects the write. Its <c>InTransactionAsync</c> begins
    /// a read-only transaction on every database.
    /// </remarks>
    public DatabaseScope ReadOnly() => Scope.ReadOnly();

    /// <summary>
    /// The query methods on a connection that you have opened, and in its transaction, so that repositories and code of another library commit together. Nothing is committed,
    /// rolled back, closed, reset or prepared on it, and its uncommitted rows are seen.
    /// </summary>
    /// <param name="connection">An open connection of this database's driver, to the same database.</param>
    /// <param name="transaction">Its open transaction; null if there is none.</param>
    /// <returns>The session, which can also be passed to a repository. It is valid until the transaction ends or the connection is closed, and runs one call at a time.</returns>
    /// <exception cref="ArgumentException">The connection is of another driver, or the transaction is of another connection or has ended.</exception>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    /// <remarks>
    /// Its <c>InTransactionAsync</c> sets a savepoint in the transaction; without one, it begins a transaction, runs the work once and commits it. Failures are those of every
    /// session, and nothing is retried. A connection whose settings would make values wrong is rejected by the first call, with the setting and what to change.
    /// There are no writers on it, and reads by key are not coalesced. SQLite's driver works on the calling thread and blocks it.
    /// </remarks>
    public DatabaseSession Use(DbConnection connection, DbTransaction? transaction = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.GetType() != _connectionType.Value)
        {
            throw new ArgumentException(
                $"The connection is a {connection.GetType().FullName}, but {Dialect.Name} is used through {_connectionType.Value.FullName}. Pass the driver's own connection: not that of another driver, and not a wrapper of it.", nameof(connection));
        }

        if (connection.State != ConnectionState.Open)
        {
            throw new InvalidOperationException($"The connection is {connection.State}, and must be Open. Call OpenAsync on it before Use.");
        }

        return transaction is null || BorrowedSession.IsOf(transaction, connection)
            ? new BorrowedSession(Context, connection, transaction)
            : throw new ArgumentException("The transaction is not an open one of the connection. Pass the transaction that was begun on this connection, before it ends.", nameof(transaction));
    }

    /// <summary>Creates a writer that coalesces the rows of many callers into batches.</summary>
    /// <typeparam name="T">The type of the rows, mapped as for <see cref="TableMap.For{T}"/>.</typeparam>
    /// <param name="options">Limits and behaviour; null for the defaults.</param>
    /// <exception cref="MappingException">The type cannot be mapped, or <see cref="BatchingWriterOptions{T}.ReturnsKeys"/> is set and the database would not tell the key.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public BatchingWriter<T> CreateWriter<[DynamicallyAccessedMembers(MappedMembers.All)] T>(BatchingWriterOptions<T>? options = null)
        where T : notnull
        => CreateWriter(TableMap.With<T>(Context.Conversions), options);

    /// <summary>Creates a writer for rows whose columns are known only at run time.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="map">The table and its columns.</param>
    /// <param name="options">Limits and behaviour; null for the defaults.</param>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public BatchingWriter<T> CreateWriter<T>(TableMap<T> map, BatchingWriterOptions<T>? options = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(map);
        var valid = (options ?? new BatchingWriterOptions<T>()).Validated();
        return new BatchingWriter<T>(this, map, CreateInserter, valid);

        BatchInserter<T> CreateInserter()
        {
            var inserter = Provider.CreateInserter(map, valid.OnConflict);
            return valid.ReturnsKeys ? new KeyInserter<T>(Context, map, inserter) : new ChangeInserter<T>(Context, map, inserter, valid.OnConflict);
        }
    }

    /// <summary>The columns of a table, in the table's order; empty if there is no such table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(TableName table, CancellationToken cancellationToken = default)
        => Context.DescribeTableAsync(table, ConnectionRole.Reader, cancellationToken);

    /// <summary>Releases the locks, ends what listens, and closes all connections, after waiting for leases as described at <see cref="ConnectionManager.DisposeAsync"/>. Dispose writers first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _locks.CloseAsync().ConfigureAwait(false);
        await Connections.DisposeAsync().ConfigureAwait(false);
        Provider.Release();
    }

    /// <summary>
    /// Like <see cref="DisposeAsync"/>, for a container that is disposed synchronously. The thread blocks until all connections are
    /// closed, which takes at most <see cref="ConnectionOptions.DrainTimeout"/> if leases are still held, and continues 5 s later in
    /// any case; prefer <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => Detached.Wait(() => DisposeAsync().AsTask(), _drainTimeout, Context.Time);

    internal override TFeature? Feature<TFeature>()
        where TFeature : class
        => _readers as TFeature;

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
        => Context.AcquireAsync(text, within: null, cancellationToken);
}
