using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataAccess.Connections;
using DataAccess.Migrations.Dialects;
using DataAccess.Providers;

namespace DataAccess.Migrations.Sessions;

/// <summary>
/// The one session that holds the lock and runs the statements, on a connection of its own, with the settings that the database's client program would have.
/// Used by one call at a time.
/// </summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    /// <summary>The members that trimming must preserve of a type that rows are mapped to.</summary>
    public const DynamicallyAccessedMemberTypes RowMembers
        = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;

    private readonly Database _database;
    private DedicatedConnection _connection;

    private MigrationSession(Database database, DedicatedConnection connection)
    {
        _database = database;
        _connection = connection;
    }

    public DatabaseProvider Provider => _connection.Provider;

    /// <summary>The file of an open SQLite database.</summary>
    public string DataSource => _connection.DataSource;

    /// <inheritdoc cref="DedicatedConnection.CommandTimeout"/>
    public TimeSpan CommandTimeout { get => _connection.CommandTimeout; set => _connection.CommandTimeout = value; }

    /// <summary>The schema whose history the runner's lock protects, where each has a lock of its own; null where there is only one.</summary>
    public string? LockedSchema { get; set; }

    /// <summary>The server's name for the session that took the runner's lock, where it may be another one later.</summary>
    public string? LockedBy { get; set; }

    /// <inheritdoc cref="DedicatedConnection.NoticeReceived"/>
    public Action<ServerNotice>? NoticeReceived { get => _connection.NoticeReceived; set => _connection.NoticeReceived = value; }

    /// <summary>The role that the session began with, where a file may set another one that lasts.</summary>
    public string? FirstRole { get; set; }

    /// <summary>Called before each call is sent. Where it throws, the connection is dropped as a killed process drops it.</summary>
    public Action<string>? BeforeCall { get; set; }

    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public static ValueTask<MigrationSession> OpenAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, SessionSettings.Server, cancellationToken);

    /// <summary>Reads in a session that changes nothing, not even by being opened.</summary>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    /// <exception cref="MigrationException">Another connection has locked the database.</exception>
    public static async ValueTask<T> ReadAsync<T>(Database database, Func<MigrationSession, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(database, SessionSettings.ServerReadOnly, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                return await read(session).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not MigrationException && session.Classify(exception) is { Kind: FailureKind.RolledBack } failure)
            {
                throw Locked(database.Provider, failure, exception);
            }
        }
    }

    public DatabaseFailure Classify(Exception exception) => Provider.Classify(exception);

    /// <inheritdoc cref="DedicatedConnection.Explain"/>
    public StatementError Explain(SqlStatement statement, Exception exception) => _connection.Explain(statement, exception);

    public ValueTask<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(statement.ToString());
        return _connection.ExecuteAsync(statement, cancellationToken);
    }

    /// <inheritdoc cref="DedicatedConnection.CopyTextAsync"/>
    public ValueTask CopyTextAsync(string copy, TextReader rows, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(copy);
        return _connection.CopyTextAsync(copy, rows, cancellationToken);
    }

    /// <inheritdoc cref="DedicatedConnection.ExecuteAllAsync"/>
    public ValueTask<IReadOnlyList<int>> ExecuteAllAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken)
    {
        if (statements.Count > 0)
        {
            BeforeCall?.Invoke(string.Join(';', statements));
        }

        return _connection.ExecuteAllAsync(statements, cancellationToken);
    }

    public ValueTask<IReadOnlyList<T>> QueryAsync<T>(SqlStatement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        => QueryAsync(statement, read, prepare: false, cancellationToken);

    /// <inheritdoc cref="DedicatedConnection.QueryAsync{T}(SqlStatement, CancellationToken)"/>
    public ValueTask<IReadOnlyList<T>> QueryAsync<[DynamicallyAccessedMembers(RowMembers)] T>(SqlStatement statement, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(statement.ToString());
        return _connection.QueryAsync<T>(statement, cancellationToken);
    }

    /// <summary>The first column of the first row as text; null for no row and for NULL.</summary>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="prepare">Whether the query is run so often, and is so costly to plan, that the session keeps it prepared.</param>
    public async ValueTask<string?> ScalarAsync(SqlStatement statement, CancellationToken cancellationToken, bool prepare = false)
    {
        var rows = await QueryAsync(
            statement, static reader => reader.IsDBNull(0) ? null : Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture), prepare, cancellationToken)
            .ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>
    /// Continues on a new connection, whose session has nothing of what this one has: no settings, no temporary tables, no prepared statements. The
    /// runner's lock goes over to it, and no other runner can take it meanwhile.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    /// <exception cref="MigrationException">The lock was lost.</exception>
    public async ValueTask RenewAsync(RunnerDialect dialect, CancellationToken cancellationToken)
    {
        if (!dialect.LocksInSession)
        {
            // First, as it may hold the database's lock.
            var notices = NoticeReceived;
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = await ConnectAsync(_database, SessionSettings.Server, cancellationToken).ConfigureAwait(false);
            NoticeReceived = notices;
            return;
        }

        var next = new MigrationSession(_database, await ConnectAsync(_database, SessionSettings.Server, cancellationToken).ConfigureAwait(false)) { BeforeCall = BeforeCall, LockedSchema = LockedSchema };
        try
        {
            await dialect.HandOverLockAsync(this, next, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await next.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var old = _connection;
        (_connection, LockedBy, FirstRole) = (next._connection, next.LockedBy, next.FirstRole);
        NoticeReceived = old.NoticeReceived;
        await old.DisposeAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async ValueTask<MigrationSession> OpenAsync(Database database, SessionSettings settings, CancellationToken cancellationToken)
        => new(database, await ConnectAsync(database, settings, cancellationToken).ConfigureAwait(false));

    /// <summary>SQLite reads the file when it is opened, and another connection may have locked it.</summary>
    private static async ValueTask<DedicatedConnection> ConnectAsync(Database database, SessionSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Connections.OpenDedicatedAsync(settings, cancellationToken).ConfigureAwait(false);
        }
        catch (DatabaseUnavailableException exception) when (exception.InnerException is { } inner && database.Provider.Classify(inner) is { Kind: FailureKind.RolledBack } failure)
        {
            throw Locked(database.Provider, failure, exception);
        }
    }

    private static MigrationException Locked(DatabaseProvider provider, in DatabaseFailure failure, Exception inner)
        => new(
            MigrationFailure.LockBusy,
            $"{provider.Endpoint} is locked by another connection: {failure.Message} ({failure.Code}). Nothing was changed. Run the command again when that connection has ended its transaction.",
            inner);

    private ValueTask<IReadOnlyList<T>> QueryAsync<T>(SqlStatement statement, Func<DbDataReader, T> read, bool prepare, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(statement.ToString());
        return _connection.QueryAsync(statement, read, prepare, cancellationToken);
    }
}
