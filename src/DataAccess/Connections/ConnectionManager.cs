using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics;
using DataAccess.Diagnostics.Measuring;
using DataAccess.Providers;
using DataAccess.Sql;
using Microsoft.Extensions.Logging;

namespace DataAccess.Connections;

/// <summary>
/// Owns the physical connections to one database and leases them: bounded, first in, first out, and always in a clean state.
/// The driver's own pooling is disabled.
/// </summary>
public sealed class ConnectionManager : IAsyncDisposable
{
    private readonly DatabaseProvider _provider;
    private readonly Conversions _conversions;
    private readonly LeasePool _writers;
    private readonly LeasePool _readers;

    internal ConnectionManager(DatabaseProvider provider, ConnectionOptions options, TimeProvider time, ILogger logger, Conversions? conversions = null, Func<DbConnection, CancellationToken, ValueTask>? onOpened = null)
    {
        _provider = provider;
        _conversions = conversions ?? Conversions.Declared;
        StatementTimes = new StatementTimes(time);
        _writers = new LeasePool(provider, ConnectionRole.Writer, options, LimitFor(provider, options, time, ConnectionRole.Writer), time, logger, onOpened);
        _readers = provider is { HasSingleWriter: true, CanShareData: true }
            ? new LeasePool(provider, ConnectionRole.Reader, options, LimitFor(provider, options, time, ConnectionRole.Reader), time, logger, onOpened)
            : _writers;
    }

    /// <summary>A snapshot of all connections.</summary>
    public ConnectionStatistics Statistics
        => ReferenceEquals(_readers, _writers) ? _writers.Statistics : Sum(_writers.Statistics, _readers.Statistics);

    /// <summary>Leases a connection. Dispose the lease to return it.</summary>
    /// <param name="role">Whether the lease will write. Databases with a single writer lease it to one caller at a time, in order; other databases do not distinguish the roles.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="member">Filled in by the compiler, for the report of a lease that is held for too long.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="PoolTimeoutException">No connection became free within <see cref="ConnectionOptions.AcquireTimeout"/>, or <see cref="ConnectionOptions.MaxWaiters"/> callers are already waiting.</exception>
    /// <exception cref="DatabaseUnavailableException">A new connection was needed and could not be opened.</exception>
    /// <exception cref="ObjectDisposedException">The manager was disposed.</exception>
    /// <exception cref="InvalidOperationException">A <c>TransactionScope</c> is open, in which these connections do not enlist.</exception>
    public ValueTask<ConnectionLease> AcquireAsync(
        ConnectionRole role = ConnectionRole.Writer,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        AmbientTransaction.Refuse();
        return AcquireAsync(role, new LeaseHolder(member, file, line), cancellationToken);
    }

    internal ValueTask<ConnectionLease> AcquireAsync(ConnectionRole role, LeaseHolder holder, CancellationToken cancellationToken)
    {
        foreach (var probe in Probes.All ?? [])
        {
            probe.Leasing();
        }

        return PoolFor(role).AcquireAsync(holder, cancellationToken);
    }

    internal AttachedProbes Probes { get; } = new();

    /// <summary>Attaches a probe, which from now on sees what is sent on the connections of this database. For tests.</summary>
    /// <param name="probe">The probe.</param>
    /// <returns>Detaches it when it is disposed.</returns>
    public IDisposable Attach(DatabaseProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return Probes.Attach(probe);
    }

    /// <summary>
    /// Opens a connection outside the pool, for a session that lives long or keeps settings, locks or subscriptions. It takes none of the
    /// pool's places and is not reset between calls. A private in-memory database has only one connection, which is leased for it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The connection, which the caller disposes; disposing the manager does not close it.</returns>
    /// <exception cref="DatabaseUnavailableException">It could not be opened within <see cref="ConnectionOptions.ConnectTimeout"/>.</exception>
    /// <exception cref="ObjectDisposedException">The manager was disposed.</exception>
    /// <exception cref="InvalidOperationException">A <c>TransactionScope</c> is open, in which these connections do not enlist.</exception>
    public ValueTask<DedicatedConnection> OpenDedicatedAsync(CancellationToken cancellationToken = default)
        => OpenDedicatedAsync(SessionSettings.Library, cancellationToken);

    /// <inheritdoc cref="OpenDedicatedAsync(CancellationToken)"/>
    /// <param name="settings">What its session begins with. The connection of a private in-memory database always has the library's settings.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask<DedicatedConnection> OpenDedicatedAsync(SessionSettings settings, CancellationToken cancellationToken)
    {
        AmbientTransaction.Refuse();
        return _provider.CanShareData
            ? new DedicatedConnection(await _writers.OpenDedicatedAsync(settings, cancellationToken).ConfigureAwait(false), _conversions)
            : new DedicatedConnection(await AcquireAsync(ConnectionRole.Writer, cancellationToken).ConfigureAwait(false), _conversions);
    }

    /// <summary>
    /// Reports what the connections did in the last minute: measured waits beside those that a model of the pool predicts, the statements that took the
    /// time, what was decided about the limit, and findings that name causes. It costs some microseconds and changes nothing.
    /// </summary>
    /// <param name="role">For a database with a single writer, such as a file of SQLite: whether to report the writer or the readers. Other databases do not distinguish the roles.</param>
    /// <returns>The report. The first one has no statements: they are timed from then on.</returns>
    public PoolReport Report(ConnectionRole role = ConnectionRole.Writer) => PoolReporter.Of(PoolFor(role).TakeSample(), StatementTimes.Take());

    /// <summary>How long the statements of each text take.</summary>
    internal StatementTimes StatementTimes { get; }

    internal LeasePool PoolFor(ConnectionRole role) => role == ConnectionRole.Reader ? _readers : _writers;

    /// <summary>
    /// Closes the idle connections now and the leased ones when they are returned, so that later leases get new connections. Does nothing for a
    /// private in-memory database, which ends with its connection.
    /// </summary>
    public async ValueTask ClearAsync()
    {
        if (!_provider.CanShareData)
        {
            return;
        }

        await _writers.ClearAsync().ConfigureAwait(false);
        if (!ReferenceEquals(_readers, _writers))
        {
            await _readers.ClearAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Rejects new leases, fails waiting callers, waits up to <see cref="ConnectionOptions.DrainTimeout"/> for leases to be
    /// returned, and closes every connection.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _writers.DisposeAsync().ConfigureAwait(false);
        if (!ReferenceEquals(_readers, _writers))
        {
            await _readers.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A database file has one writer, and as many readers as the processors can serve: a network never makes them wait.</summary>
    private static ElasticLimit LimitFor(DatabaseProvider provider, ConnectionOptions options, TimeProvider time, ConnectionRole role)
        => !provider.HasSingleWriter ? new ElasticLimit(options.MinConnections, options.MaxConnections, time.TimestampFrequency)
        : ElasticLimit.Fixed(role == ConnectionRole.Writer ? 1 : options.IsMaxSet ? options.MaxConnections : options.MinConnections);

    private static ConnectionStatistics Sum(ConnectionStatistics a, ConnectionStatistics b)
        => new(
            a.Max + b.Max,
            a.Limit + b.Limit,
            a.Idle + b.Idle,
            a.Leased + b.Leased,
            a.Opening + b.Opening,
            a.Waiting + b.Waiting,
            a.Timeouts + b.Timeouts,
            a.Opened + b.Opened,
            a.Closed + b.Closed);
}
