using System.Data.Common;
using System.Globalization;
using System.Text;
using DataAccess.Connections;
using DataAccess.Providers;

namespace DataAccess.Migrations.Sessions;

/// <summary>
/// The one session that holds the lock and runs the statements. It is not one of the pool's: it lives for minutes, has no
/// limit on a statement's time, and its settings are changed. Used by one call at a time.
/// </summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    /// <summary>
    /// Npgsql looks for statements and parameters in a text unless it has a positional parameter, and cuts bodies at their
    /// semicolons. PostgreSQL takes a parameter that a statement does not use.
    /// </summary>
    private static readonly object?[] Verbatim = [0];

    private readonly ConnectionLease? _lease;
    private readonly DbConnection _connection;
    private readonly SessionSettings _settings;

    /// <summary>By text. There are as many as kinds of catalog queries; they end with the connection.</summary>
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    private MigrationSession(DatabaseProvider provider, DbConnection connection, SessionSettings settings, ConnectionLease? lease)
    {
        Provider = provider;
        _settings = settings;
        _connection = connection;
        _lease = lease;
    }

    public DatabaseProvider Provider { get; }

    /// <summary>The file of an open SQLite database.</summary>
    public string DataSource => _connection.DataSource;

    /// <summary>How long a driver that waits for locks itself does so; 0 for no limit on anything.</summary>
    public int CommandTimeoutSeconds { get; set; }

    /// <summary>The server's name for the session that took the runner's lock, where it may be another one later.</summary>
    public string? LockedBy { get; set; }

    /// <summary>Told of each call before it is sent. Where it throws, the connection is dropped as a killed process drops it.</summary>
    public Action<string>? BeforeCall { get; set; }

    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public static async ValueTask<MigrationSession> OpenAsync(Database database, SessionSettings settings, CancellationToken cancellationToken)
    {
        var provider = database.Provider;
        if (!provider.CanShareData)
        {
            // A second connection would see another, empty database.
            var lease = await database.Connections.AcquireAsync(ConnectionRole.Writer, cancellationToken).ConfigureAwait(false);
            return new MigrationSession(provider, lease.Connection, settings, lease);
        }

        var connection = settings.Switch is { } name ? provider.CreateConnectionWith(name, true) : provider.CreateConnection();
        var session = new MigrationSession(provider, connection, settings, lease: null);
        try
        {
            await session.RunAsync("connect", token => DoneAsync(provider.OpenAsync(connection, ConnectionRole.Writer, token)), cancellationToken)
                .ConfigureAwait(false);
            return session;
        }
        catch (Exception exception)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw exception is OperationCanceledException && cancellationToken.IsCancellationRequested
                ? exception
                : new DatabaseUnavailableException(provider.Endpoint, provider.Classify(exception), exception);
        }
    }

    public DatabaseFailure Classify(Exception exception) => Provider.Classify(exception);

    /// <summary>Runs a statement of a script, exactly as it is written there.</summary>
    public Task ExecuteVerbatimAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(AsWritten(sql), cancellationToken);

    /// <summary>A statement of a script, for running it together with others.</summary>
    public SqlCall AsWritten(string sql) => _settings.DriverParsesScripts ? new SqlCall(sql, Verbatim) : new SqlCall(sql);

    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(new SqlCall(sql), cancellationToken);

    public Task<int> ExecuteAsync(SqlCall call, CancellationToken cancellationToken)
        => RunAsync(
            call.Sql,
            async token =>
            {
                var command = CreateCommand(call);
                await using (command.ConfigureAwait(false))
                {
                    return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
                }
            },
            cancellationToken);

    /// <summary>Runs several statements, in one round trip where the driver can.</summary>
    public async Task ExecuteAllAsync(IReadOnlyList<SqlCall> calls, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
        {
            return;
        }

        if (!_connection.CanCreateBatch)
        {
            foreach (var call in calls)
            {
                await ExecuteAsync(call, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var batch = _connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Timeout = CommandTimeoutSeconds;
            foreach (var call in calls)
            {
                var command = batch.CreateBatchCommand();
                command.CommandText = Render(call);
                AddParameters(command.Parameters, call);
                batch.BatchCommands.Add(command);
            }

            await RunAsync(string.Join(';', calls.Select(static call => call.Sql)), token => batch.ExecuteNonQueryAsync(token), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(SqlCall call, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        => RunAsync<IReadOnlyList<T>>(
            call.Sql,
            async token =>
            {
                if (call.IsPrepared)
                {
                    return await ReadAsync(await PrepareAsync(call, token).ConfigureAwait(false), read, token).ConfigureAwait(false);
                }

                var command = CreateCommand(call);
                await using (command.ConfigureAwait(false))
                {
                    return await ReadAsync(command, read, token).ConfigureAwait(false);
                }
            },
            cancellationToken);

    /// <summary>The first column of the first row as text; null for no row and for NULL.</summary>
    public async Task<string?> ScalarAsync(SqlCall call, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(call, static reader => reader.IsDBNull(0) ? null : Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture), cancellationToken)
            .ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_lease is { } lease)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            return;
        }

        BeforeCall = null;
        await RunAsync("disconnect", _ => DoneAsync(_connection.DisposeAsync()), CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    private async ValueTask<DbCommand> PrepareAsync(SqlCall call, CancellationToken cancellationToken)
    {
        if (_prepared.TryGetValue(call.Sql, out var known))
        {
            known.CommandTimeout = CommandTimeoutSeconds;
            known.Parameters.Clear();
            AddParameters(known.Parameters, call);
            return known;
        }

        var command = CreateCommand(call);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        _prepared.Add(call.Sql, command);
        return command;
    }

    private DbCommand CreateCommand(SqlCall call)
    {
        var command = _connection.CreateCommand();
        command.CommandText = Render(call);
        command.CommandTimeout = CommandTimeoutSeconds;
        AddParameters(command.Parameters, call);
        return command;
    }

    private void AddParameters(DbParameterCollection parameters, SqlCall call)
    {
        for (var i = 0; i < call.Values.Length; i++)
        {
            var value = call.Values[i];
            var parameter = Provider.CreateParameter(i, value?.GetType() ?? typeof(string));
            parameter.Value = value is null ? DBNull.Value : Provider.ToDriverValue(value);
            parameters.Add(parameter);
        }
    }

    private string Render(SqlCall call)
    {
        if (call.Values.Length == 0 || ReferenceEquals(call.Values, Verbatim))
        {
            return call.Sql;
        }

        var sql = new StringBuilder();
        var index = 0;
        foreach (var part in call.Parts)
        {
            if (index > 0)
            {
                Provider.Dialect.AppendParameter(sql, index - 1);
            }

            sql.Append(part);
            index++;
        }

        return sql.ToString();
    }

    private static async Task<bool> DoneAsync(ValueTask work)
    {
        await work.ConfigureAwait(false);
        return true;
    }

    /// <summary>Runs the work here, or on a thread of its own where the driver's calls block.</summary>
    private async Task<T> RunAsync<T>(string sql, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        BeforeCall?.Invoke(sql);
        if (!Provider.IsSynchronous)
        {
            return await (Provider.CancelsInCaller ? CancelRelay.RunAsync(work, cancellationToken) : work(cancellationToken)).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await using (cancellationToken.UnsafeRegister(
            static self => ((MigrationSession)self!).Interrupt(), this).ConfigureAwait(false))
        {
            return await Task.Factory.StartNew(
                () => work(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
                .Unwrap().ConfigureAwait(false);
        }
    }

    private void Interrupt() => Provider.Interrupt(_connection);
}
