using System.Data.Common;
using System.Net.Sockets;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Inserting;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Sql;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using DataAccess.Shared;
using DataAccess.Sql;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>MySQL and MariaDB through MySqlConnector, with the driver's pool disabled.</summary>
internal sealed partial class MySqlProvider : DatabaseProvider
{
    /// <summary>The longest timeout that the driver's milliseconds can hold, in seconds.</summary>
    private const uint LongestTimeout = int.MaxValue / 1_000;

    private readonly string _text;
    private readonly string _connectionString;
    private volatile BoundedText _bounded = new(0, "");
    private readonly int _commandTimeout;
    private readonly PasswordSource? _passwords;
    private readonly MySqlLocks _locks;

    // The driver asks for it again when it cancels a statement, on a connection of its own.
    private volatile string _lastPassword = "";

    // Of the last connection; null before the first.
    private volatile string? _serverVersion;

    // The user's own, whose callbacks and password the connections have; not disposed here.
    private readonly MySqlDataSource? _source;

    public MySqlProvider(string text, PasswordSource? passwords = null, MySqlDataSource? source = null)
    {
        (_text, _passwords, _source) = (text, passwords, source);
        var builder = MySqlOptions.Parse(text);
        Endpoint = $"{builder.Server}:{builder.Port}/{builder.Database}";
        DatabaseName = builder.Database.Length == 0 ? null : builder.Database;

        _locks = new MySqlLocks(DatabaseName);

        // A list names several hosts, any of which may answer. A socket has no port.
        ServerAddress = builder.Server.Contains(',', StringComparison.Ordinal) ? null : builder.Server;
        ServerPort = ServerAddress is null || builder.Server.StartsWith('/') ? null : (int)builder.Port;
        builder.Pooling = false;
        builder.AutoEnlist = false;

        // Parameters are written as ?, so @name is the session's own variable.
        builder.AllowUserVariables = true;

        // Text is escaped with backslashes, as the session is configured to read it; see MySqlModes.
        builder.NoBackslashEscapes = false;

        // An update that finds its row counts it, whether or not it changes anything.
        builder.UseAffectedRows = false;

        // A tinyint(1) may hold any small number. What is read into a bool is a bool all the same.
        builder.TreatTinyAsBoolean = false;

        // Commands are cached per connection, and a transaction is set on the connection, not on each command.
        builder.IgnoreCommandTransaction = true;
        if (string.IsNullOrEmpty(builder.ApplicationName))
        {
            builder.ApplicationName = "DataAccess";
        }

        // The driver's own timer would cancel a command on its thread, where the error of a connection that is reset meanwhile terminates the
        // process (MySqlCommand.CancelCommandForTimeout, MySqlConnection.Cancel, 2.6.2). At -1 it never does, and closes the socket
        // instead: that is left as the last bound, a little after the library has cancelled.
        _commandTimeout = (int)builder.DefaultCommandTimeout;
        builder.DefaultCommandTimeout = (uint)MySqlCommandTimeout.Seconds(_commandTimeout);
        builder.CancellationTimeout = -1;

        // The driver would read any char(36) as a Guid, and binary(16) in another order of bytes than that of its digits. Guids are sent as text all
        // the same, and read from either; whoever chooses another format gets the driver's.
        var sendsGuidsAsText = builder.GuidFormat is (MySqlGuidFormat.Default or MySqlGuidFormat.Char36 or MySqlGuidFormat.None) && !builder.OldGuids;
        if (sendsGuidsAsText)
        {
            builder.GuidFormat = MySqlGuidFormat.None;
        }

        if (passwords is not null)
        {
            // The driver asks for one only if there is none.
            builder.Password = "";
        }

        _connectionString = builder.ConnectionString;
        if (_commandTimeout > 0)
        {
            StatementTimeout = new StatementTimeout(TimeSpan.FromSeconds(_commandTimeout), MySqlFailures.TimedOut(_commandTimeout));
        }

        // A Guid that is sent as bytes has a different value as text.
        MayLoadData = builder.AllowLoadLocalInfile && sendsGuidsAsText;
    }

    /// <summary>Whether the server is MariaDB; null as long as no connection was opened.</summary>
    private bool? IsMariaDb => _serverVersion?.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the user allows the server to request data with LOAD DATA LOCAL; the server has its own setting.</summary>
    public bool MayLoadData { get; }

    public override string SystemName => "mysql";

    public override string Endpoint { get; }

    public override string? ServerAddress { get; }

    public override int? ServerPort { get; }

    public override string? DatabaseName { get; }

    public override DatabaseProvider ForTenant(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = MySqlOptions.Parse(_text);
        builder.Database = name;
        return new MySqlProvider(builder.ConnectionString, _passwords, _source);
    }

    public override DatabaseProvider WithPasswords(PasswordSource passwords)
        => _source is null ? new MySqlProvider(_text, passwords)
            : throw new InvalidOptionsException(
                $"The data source of {Endpoint} cannot be used together with PasswordProvider or TokenProvider. Call UsePeriodicPasswordProvider of its MySqlDataSourceBuilder instead.");

    public override PlanSql Plans => MySqlPlans.Instance;

    public override SessionLockSql SessionLocks => _locks;

    public override SqlDialect Dialect => MySqlDialect.Instance;

    public override bool GivesTransactionToCommands => false;

    public override bool CancelsInCaller => true;

    public override StatementTimeout? StatementTimeout { get; }

    /// <summary>
    /// MariaDB does not send the columns of a prepared statement again, and MySqlConnector 2.6.2 keeps them in a buffer that later results overwrite where the server has sent them twice, as it does
    /// after <c>alter table</c> and for some joins: the names are then others, and the types are not.
    /// </summary>
    public override bool KeepsColumns => IsMariaDb == true;

    public override DbException StaleColumns() => new StaleColumnsException();

    /// <summary>As text, a FLOAT has six digits: https://dev.mysql.com/doc/refman/9.4/en/problems-with-float.html.</summary>
    public override int FindRounded(DbDataReader result)
    {
        for (var i = 0; i < result.FieldCount; i++)
        {
            if (result.GetFieldType(i) == typeof(float))
            {
                return i;
            }
        }

        return -1;
    }

    public override DbConnection CreateConnection() => Connect(_connectionString);

    public override DbConnection CreateConnection(TimeSpan connectTimeout) => Connect(TextWithin(connectTimeout));

    /// <summary>
    /// A script may use @variables, which the driver otherwise takes for parameters. A char(36) or binary(16) is read as what it is: as a Guid,
    /// its text would come back in lower case, which is another key under a binary collation.
    /// </summary>
    public override DbConnection CreateScriptConnection(TimeSpan connectTimeout, SessionSettings settings)
        => Connect(
            new MySqlConnectionStringBuilder(TextWithin(connectTimeout)) { AllowUserVariables = true, OldGuids = false, GuidFormat = MySqlGuidFormat.None }.ConnectionString);

    /// <summary>A closed connection. That of a data source is one with its callbacks and its password, and with the settings of the library.</summary>
    private MySqlConnection Connect(string text)
    {
        if (_source is null)
        {
            return new MySqlConnection(text);
        }

        using var template = _source.CreateConnection();
        return template.CloneWith(text);
    }

    private async ValueTask ConnectAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (_passwords is null)
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _passwords.OpenAsync(
                (password, ct) =>
                {
                    _lastPassword = password;
                    ((MySqlConnection)connection).ProvidePasswordCallback = _ => _lastPassword;
                    return connection.OpenAsync(ct);
                },
                static exception => exception is MySqlException { ErrorCode: MySqlErrorCode.AccessDenied },
                cancellationToken).ConfigureAwait(false);
        }

        _serverVersion = connection.ServerVersion;
    }

    private string TextWithin(TimeSpan connectTimeout)
    {
        // Until it is logged in, MySqlConnector observes its own timeout only. It expires a little later than the pool's, whose error is more specific.
        var seconds = (uint)Math.Min(Math.Ceiling(connectTimeout.TotalSeconds) + 1, LongestTimeout);
        var bounded = _bounded;
        if (bounded.Seconds != seconds)
        {
            var builder = new MySqlConnectionStringBuilder(_connectionString);
            builder.ConnectionTimeout = builder.ConnectionTimeout > 0 ? Math.Min(builder.ConnectionTimeout, seconds) : seconds;
            _bounded = bounded = new BoundedText(seconds, builder.ConnectionString);
        }

        return bounded.Text;
    }

    public override async ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        await ConnectAsync(connection, cancellationToken).ConfigureAwait(false);
        await MySqlModes.SetAsync((MySqlConnection)connection, Endpoint, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask SecureSessionAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        await RawSql.ExecuteAsync(connection, "rollback", cancellationToken).ConfigureAwait(false);
        await MySqlModes.SetAsync((MySqlConnection)connection, Endpoint, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask OpenScriptAsync(DbConnection connection, SessionSettings settings, CancellationToken cancellationToken)
    {
        if (settings == SessionSettings.Library)
        {
            await OpenAsync(connection, ConnectionRole.Writer, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ConnectAsync(connection, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask<int?> FindMaxConnectionsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // A user may have a limit of its own, of which 0 means none.
        const string sql = "select cast(least(@@max_connections, if(@@max_user_connections = 0, @@max_connections, @@max_user_connections)) as signed)";
        return await RawSql.QueryScalarAsync(connection, sql, cancellationToken).ConfigureAwait(false) is long accepted ? (int)accepted : null;
    }

    public override async ValueTask PrepareAsync(DbCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw OfLostConnection(exception);
        }
    }

    public override Exception OfLostConnection(Exception exception) => new LostConnectionException(Endpoint, exception);

    public override async ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken)
    {
        // The reset makes the server discard prepared statements, but MySqlConnector still considers them valid. And no statement
        // restores the state in which no database is selected.
        if (hasPreparedStatements || DatabaseName is not { } database)
        {
            return false;
        }

        // COM_RESET_CONNECTION rolls back, and drops temporary tables, variables and locks. It also restores the server's modes, and
        // keeps the database that "use" has selected.
        await ((MySqlConnection)connection).ResetConnectionAsync(cancellationToken).ConfigureAwait(false);
        await RawSql.ExecuteAsync(connection, $"use {Dialect.QuoteIdentifier(database)}", cancellationToken).ConfigureAwait(false);
        await MySqlModes.SetAsync((MySqlConnection)connection, Endpoint, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override ValueTask<IReadOnlyList<HiddenRoutine>> FindHiddenRoutinesAsync(DbConnection connection, CancellationToken cancellationToken)
        => HiddenRoutines.FindAsync((MySqlConnection)connection, cancellationToken);

    public override SessionValueLife SessionValueLife => SessionValueLife.Session;

    public override void WriteSessionValues(DbBatchCommand command, SessionValues values)
    {
        command.CommandText = SessionVariables.TextFor(values);
        SessionVariables.AddTo(command.Parameters, values);
    }

    public override async ValueTask SetSessionValuesAsync(DbConnection connection, SessionValues values, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = SessionVariables.TextFor(values);
            SessionVariables.AddTo(command.Parameters, values);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask ClearSessionValuesAsync(DbConnection connection, SessionValues values, CancellationToken cancellationToken)
        => RawSql.ExecuteAsync(connection, SessionVariables.ClearText(values), cancellationToken);

    public override async ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (!await ((MySqlConnection)connection).PingAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new IOException($"{Endpoint} did not answer a ping.");
        }
    }

    // MySqlConnector cannot close a single prepared statement; the session's reset closes all.
    public override ValueTask<bool> UnprepareAsync(DbCommand command) => new(false);

    public override DbParameter CreateParameter(int index, Type type)
        => type.IsArray && type != typeof(byte[])
            ? throw new MappingException(
                $"A parameter of type {type.Name} cannot be sent to MySQL, which has no array types. Pass a list directly after 'in'; to store one, send it as JSON text.")
            : new MySqlParameter();

    public override ValueTask<IReadOnlyCollection<CatalogColumn>> FindColumnsAsync(DbConnection connection, IReadOnlyList<string> tables, CancellationToken cancellationToken)
        => MySqlColumns.FindAsync((MySqlConnection)connection, tables, cancellationToken);

    // The server accepts such a number but does not compare it correctly: in a list it finds rows with other values and misses matching rows.
    // MariaDB uses the longest time in place of one that is too long.
    public override object ToDriverValue(object value)
        => MySqlTypes.CanStore(value)
            ? MySqlTypes.Find(value.GetType())?.ToParameter(value) ?? value
            : throw new MappingException($"{value} cannot be sent to MySQL, which supports neither NaN nor infinity, nor times of 839 hours or more. Omit the value, or send null.");

    // The server's max_allowed_packet is mostly less, and its error names it.
    public override StreamedValues StreamedValues { get; } = new(uint.MaxValue, "A LONGBLOB holds no more. Store it in parts, in several rows.", NeedsPreparing: true);

    public override ValuePieces ValuePieces => MySqlValuePieces.Instance;

    public override DatabaseFailure Classify(Exception exception) => MySqlFailures.Classify(exception, _commandTimeout);

    protected override ConstraintViolation? FindViolatedConstraint(Exception exception) => MySqlConstraints.Find(exception, IsMariaDb);

    protected override ConstraintViolation? FindViolatedConstraint(in DatabaseFailure failure) => MySqlConstraints.Find(failure, IsMariaDb);

    public override IReadOnlyList<DatabaseProvider> ServerDatabases
        => [new MySqlProvider(new MySqlConnectionStringBuilder(_connectionString) { Database = "" }.ConnectionString, _passwords, _source)];

    public override StatementError ExplainError(DbConnection connection, string sql, Exception exception) => ErrorPlace.Explain(sql, exception);

    /// <summary>The driver asks for the warnings only after a statement that has some, and only if somebody listens.</summary>
    public override void ReceiveNotices(DbConnection connection, Action<ServerNotice> receive)
        => ((MySqlConnection)connection).InfoMessage += (_, e) =>
        {
            foreach (var warning in e.Errors)
            {
                receive(new ServerNotice(warning.Level, Invariant($"{(int)warning.ErrorCode}"), warning.Message));
            }
        };

    public override ValueTask FailAsync(ProbedCall call, FailureKind kind) => MySqlFaults.RaiseAsync(call, kind);

    public override bool ProvesRollback(Exception exception, bool wasCancelled) => MySqlRollbacks.AreProvenBy(exception, wasCancelled);

    public override long LastGeneratedKey(DbCommand command) => ((MySqlCommand)command).LastInsertedId;

    public override ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken)
        => MySqlColumns.ReadAsync((MySqlConnection)connection, table, timeoutSeconds: null, cancellationToken);

    public override ValueTask<IReadOnlyList<StatementColumn>?> DescribeStatementAsync(DbCommand command, bool onlyReads, CancellationToken cancellationToken)
        => MySqlDescription.OfAsync(command, onlyReads, ColumnsOf, cancellationToken);

    public override BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict)
    {
        MySqlBatchInserter<T> Create(TableMap<T> of) => new(this, of, onConflict, MayLoadData);
        return map.Inserted.Any(static column => column.EnumType is not null) ? new MySqlNamedInserter<T>(this, map, Create) : Create(map);
    }

    /// <summary>The connection string with a timeout for opening; built once, because there is one timeout per database.</summary>
    private sealed record BoundedText(uint Seconds, string Text);
}
