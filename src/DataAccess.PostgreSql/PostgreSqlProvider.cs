using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.PostgreSql.Failures;
using DataAccess.PostgreSql.Inserting;
using DataAccess.PostgreSql.Inserting.Copying;
using DataAccess.PostgreSql.Sessions;
using DataAccess.PostgreSql.Sql;
using DataAccess.PostgreSql.Types;
using DataAccess.Providers;
using DataAccess.Shared;
using DataAccess.Sql;
using Npgsql;
using NpgsqlTypes;

namespace DataAccess.PostgreSql;

/// <summary>PostgreSQL through Npgsql, with the driver's pool disabled.</summary>
internal sealed partial class PostgreSqlProvider : DatabaseProvider
{
    /// <summary>
    /// What DISCARD ALL does, except DEALLOCATE: the driver's prepared statements are kept, and those created by SQL are counted. In
    /// addition, random() gets a new seed from the system's random numbers, as in a new session, which DISCARD ALL does not do.
    /// See https://www.postgresql.org/docs/current/sql-discard.html
    /// </summary>
    private const string ResetSession =
        "rollback; close all; set session authorization default; reset all; unlisten *; "
        + "select count(*) from pg_catalog.pg_prepared_statements where from_sql; "
        + "select pg_catalog.pg_advisory_unlock_all(); discard sequences; discard temp; "
        + "select pg_catalog.setseed(('x' || pg_catalog.substr(pg_catalog.md5(pg_catalog.gen_random_uuid()::text), 1, 13))::bit(52)::int8 / 2251799813685248.0 - 1)";

    private const string Deallocate =
        "do $$ declare s text; begin for s in select name from pg_catalog.pg_prepared_statements where from_sql loop execute pg_catalog.format('deallocate %I', s); end loop; end $$";

    // Null for a data source, whose connection string is not known as a whole.
    private readonly string? _text;
    private readonly PostgreSqlOptions? _options;
    private readonly string _connectionString;
    private readonly IConnectionSource _sources;
    private readonly DefaultIsolation _isolation = new();
    private readonly PostgreSqlCommit _commit;
    private readonly int _commandTimeout;
    private readonly PasswordSource? _passwords;

    /// <summary>The connections whose transaction other code uses.</summary>
    private readonly ConditionalWeakTable<DbConnection, DbTransaction> _shared = [];

    public PostgreSqlProvider(string text, PostgreSqlOptions? options = null, PasswordSource? passwords = null)
        : this(PostgreSqlOptions.Parse(text), options)
    {
        (_text, _passwords) = (text, passwords);
        var builder = PostgreSqlOptions.Parse(text);
        builder.Pooling = false;
        builder.Enlist = false;
        builder.MaxAutoPrepare = 0;

        // Times are UTC everywhere; see UtcTime. A script keeps the zone of the URL, or of the role.
        var scriptZone = builder.Timezone;
        builder.Timezone = "UTC";
        builder.ApplicationName ??= "DataAccess";

        // The detail of an error names the key of a rejected row. It is read here and not logged. A user who has disabled it has a
        // reason: the row is then found without it.
        if (!builder.ShouldSerialize("Include Error Detail"))
        {
            builder.IncludeErrorDetail = true;
        }

        builder.IncludeFailedBatchedCommand = true;

        if (passwords is not null)
        {
            // The driver accepts only one of the two.
            builder.Password = null;
        }

        _connectionString = builder.ConnectionString;
        _sources = new PostgreSqlSources(_connectionString, scriptZone, options?.ConfigureDataSource, asksForPassword: passwords is not null);
    }

    /// <param name="source">The user's data source.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="InvalidOptionsException">The database cannot be used through it.</exception>
    public PostgreSqlProvider(NpgsqlDataSource source, PostgreSqlOptions options)
        : this(new NpgsqlConnectionStringBuilder(source.ConnectionString), options)
    {
        _sources = new GivenSource(source, options, isConfigured: options.ConfigureDataSource is not null);
        _connectionString = source.ConnectionString;
    }

    private PostgreSqlProvider(NpgsqlConnectionStringBuilder builder, PostgreSqlOptions? options)
    {
        _options = options;
        DatabaseName = builder.Database ?? builder.Username;
        Endpoint = builder.Host?.Contains(',', StringComparison.Ordinal) == true ? $"{builder.Host}/{DatabaseName}" : Invariant($"{builder.Host}:{builder.Port}/{DatabaseName}");
        (ServerAddress, ServerPort) = ServerOf(builder);
        IsOfDriver = DriverTypes.With(options?.DriverTypes);
        _commit = new PostgreSqlCommit(Endpoint);
        _commandTimeout = builder.CommandTimeout;
        _sources = null!;
        _connectionString = "";
    }

    public override string SystemName => "postgresql";

    public override string Endpoint { get; }

    public override string? ServerAddress { get; }

    public override int? ServerPort { get; }

    public override string? DatabaseName { get; }

    public override DatabaseProvider ForTenant(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_text is null)
        {
            throw new NotSupportedException("A database that is opened by a data source has no tenants by schema: its connection string cannot be changed. Open it by its connection string.");
        }

        var builder = PostgreSqlOptions.Parse(_text);
        builder.SearchPath = string.Join(", ", new[] { $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", builder.SearchPath }.Where(static path => !string.IsNullOrWhiteSpace(path)));
        return new PostgreSqlProvider(builder.ConnectionString, _options, _passwords);
    }

    public override DatabaseProvider WithPasswords(PasswordSource passwords)
        => _text is null ? base.WithPasswords(passwords) : new PostgreSqlProvider(_text, _options, passwords);

    public override SessionLockSql SessionLocks => PostgreSqlLocks.Instance;

    public override PlanSql Plans => PostgreSqlPlans.Instance;

    public override NotificationSql Notifications => PostgreSqlNotifications.Instance;

    public override SqlDialect Dialect => PostgreSqlDialect.Instance;

    public override Func<Type, bool> IsOfDriver { get; }

    public override bool HasUnknownType(DbDataReader result)
    {
        var reader = (NpgsqlDataReader)result;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (reader.GetPostgresType(i).OID == 0)
            {
                return true;
            }
        }

        return false;
    }

    public override Task ReloadTypesAsync(DbConnection connection, CancellationToken cancellationToken) => ((NpgsqlConnection)connection).ReloadTypesAsync(cancellationToken);

    public override bool AbortsTransactionOnError => true;

    public override bool GivesTransactionToCommands => false;

    public override bool CancelsInCaller => true;

    public override DbConnection CreateConnection() => _sources.Connect();

    public override DbConnection CreateConnection(TimeSpan connectTimeout) => _sources.Connect(connectTimeout);

    public override DbConnection CreateScriptConnection(TimeSpan connectTimeout, SessionSettings settings)
        => _sources.ConnectForScripts(connectTimeout, keepsZone: settings != SessionSettings.Library);

    public override void Release() => _sources.Release();

    public override async ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        await ConnectAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
        await SessionModes.SetAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask OpenScriptAsync(DbConnection connection, SessionSettings settings, CancellationToken cancellationToken)
    {
        await ConnectAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
        if (settings == SessionSettings.Library)
        {
            await SessionModes.SetAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SessionModes.SetStringsAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask SecureSessionAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        // Without a transaction it only gives a notice.
        await RawSql.ExecuteAsync(connection, "rollback", cancellationToken).ConfigureAwait(false);
        await SessionModes.SetAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<int?> FindMaxConnectionsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // Some are reserved, and a role and a database may have limits of their own, of which -1 means none.
        const string sql = """
            select least(
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int - coalesce(current_setting('reserved_connections', true), '0')::int,
                (select nullif(rolconnlimit, -1) from pg_catalog.pg_roles where rolname = current_user),
                (select nullif(datconnlimit, -1) from pg_catalog.pg_database where datname = current_database()))
            """;
        return await RawSql.QueryScalarAsync(connection, sql, cancellationToken).ConfigureAwait(false) as int?;
    }

    public override async ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken)
    {
        _isolation.Forget(connection);
        if (await ResetAndCountPreparedAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false) > 0)
        {
            return false;
        }

        await SessionModes.SetAsync((NpgsqlConnection)connection, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override ValueTask<IReadOnlyList<HiddenRoutine>> FindHiddenRoutinesAsync(DbConnection connection, CancellationToken cancellationToken)
        => HiddenRoutines.FindAsync((NpgsqlConnection)connection, cancellationToken);

    public override SessionValueLife SessionValueLife => SessionValueLife.Transaction;

    public override string SessionValuePrefix => "app.";

    public override void WriteSessionValues(DbBatchCommand command, SessionValues values) => SessionSettingsSql.Write(command, values);

    public override async ValueTask SetSessionValuesAsync(DbConnection connection, SessionValues values, CancellationToken cancellationToken)
    {
        var batch = ((NpgsqlConnection)connection).CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            var command = new NpgsqlBatchCommand();
            SessionSettingsSql.Write(command, values);
            batch.BatchCommands.Add(command);
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken)
        => await RawSql.ExecuteAsync(connection, "select 1", cancellationToken).ConfigureAwait(false);

    public override async ValueTask<bool> UnprepareAsync(DbCommand command)
    {
        await ((NpgsqlCommand)command).UnprepareAsync().ConfigureAwait(false);
        return true;
    }

    public override DbParameter CreateParameter(int index, Type type)
        => PostgreSqlTypes.ParameterTypeOf(type) is not null || IsOfDriver(type)
            ? PostgreSqlTypes.CreateParameter(type)
            : throw new MappingException($"A value of type {type.Name} cannot be sent to PostgreSQL. Give the type a converter, or convert the value to text, a number or another simple type.");

    public override DbParameter CreateTextParameter(int index) => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text };

    public override ValueTask<IReadOnlyCollection<int>?> FindUntypedTextAsync(
        DbConnection connection, string sql, IReadOnlyList<Type> types, IReadOnlyList<int> arguments, bool mayBeInTransaction, int? commandTimeoutSeconds, CancellationToken cancellationToken)
        => new UntypedTextSearch((NpgsqlConnection)connection, sql, types, arguments, commandTimeoutSeconds ?? _commandTimeout).RunAsync(mayBeInTransaction, cancellationToken);

    public override object ToDriverValue(object value) => value switch
    {
        DateTime[] times => Array.ConvertAll(times, RawTime.Of),
        DateTimeOffset[] times => Array.ConvertAll(times, RawTime.Of),
        DateOnly[] dates => Array.ConvertAll(dates, RawTime.Of),
        DateTime?[] times => Array.ConvertAll(times, static time => time is { } some ? RawTime.Of(some) : (long?)null),
        DateTimeOffset?[] times => Array.ConvertAll(times, static time => time is { } some ? RawTime.Of(some) : (long?)null),
        DateOnly?[] dates => Array.ConvertAll(dates, static date => date is { } some ? RawTime.Of(some) : (int?)null),
        _ => PostgreSqlTypes.Find(value.GetType())?.ToDriver(value) ?? value,
    };

    public override ValueTask CopyTextAsync(DbConnection connection, string copy, TextReader rows, int timeoutSeconds, CancellationToken cancellationToken)
        => CopyText.SendAsync((NpgsqlConnection)connection, copy, rows, timeoutSeconds, cancellationToken);

    public override (int Line, string? Column)? FindInCopy(Exception exception) => CopyText.FindIn((exception as PostgresException)?.Where);

    public override DatabaseFailure Classify(Exception exception) => PostgreSqlFailures.Classify(exception, _commandTimeout);

    public override IReadOnlyList<DatabaseProvider> ServerDatabases
        => _text is null ? [] : [WithDatabase("postgres"), WithDatabase("template1")];

    private PostgreSqlProvider WithDatabase(string name)
        => new(new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString, _options, _passwords);

    public override StatementError ExplainError(DbConnection connection, string sql, Exception exception) => ErrorPlace.Explain(sql, exception);

    public override void ReceiveNotices(DbConnection connection, Action<ServerNotice> receive)
        => ((NpgsqlConnection)connection).Notice += (_, e) => receive(new ServerNotice(e.Notice.Severity, e.Notice.SqlState, e.Notice.MessageText, e.Notice.Detail, e.Notice.Hint));

    public override ValueTask FailAsync(ProbedCall call, FailureKind kind) => PostgreSqlFaults.RaiseAsync(call, kind);

    public override Exception LoseAnswer(DbConnection connection, bool isCommitted) => PostgreSqlFaults.Lost();

    public override bool ProvesRollback(Exception exception, bool wasCancelled) => PostgreSqlRollbacks.AreProvenBy(exception);

    public override async ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken)
    {
        // A domain is described by its base type.
        const string sql = """
            select a.attname, format_type(b.oid, -1), b.typname, not (a.attnotnull or t.typnotnull),
                   a.attgenerated <> '' or a.attidentity = 'a', a.atthasdef or a.attidentity <> '',
                   exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any(i.indkey))
            from pg_attribute a
            join pg_type t on t.oid = a.atttypid
            join pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
            where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """;
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = Quote(table) });
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var columns = new List<TableColumn>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    columns.Add(new TableColumn(
                        reader.GetString(0),
                        reader.GetString(1),
                        PostgreSqlTypes.ClrTypeOf(reader.GetString(2)),
                        IsNullable: reader.GetBoolean(3),
                        IsGenerated: reader.GetBoolean(4),
                        HasDefault: reader.GetBoolean(5),
                        IsKey: reader.GetBoolean(6)));
                }

                return columns;
            }
        }
    }

    public override BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict)
        => map.Inserted.Any(static column => PostgreSqlTypes.IsArray(column.Type) || PostgreSqlTypes.Find(column.Type) is null)
            ? new PostgreSqlRowsInserter<T>(this, map, onConflict)
            : new PostgreSqlBatchInserter<T>(this, map, onConflict);

    /// <summary>The host and port, if there is a single one: a list names several hosts, any of which may answer. A socket has no port.</summary>
    private static (string? Host, int? Port) ServerOf(NpgsqlConnectionStringBuilder builder)
    {
        if (builder.Host is not { Length: > 0 } host || host.Contains(',', StringComparison.Ordinal))
        {
            return (null, null);
        }

        // Npgsql accepts "host:port" too.
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return host[0] == '/' ? (host, null)
            : colon > 0 && colon == host.LastIndexOf(':') && int.TryParse(host.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port) ? (host[..colon], port)
            : (host, builder.Port);
    }

    private async ValueTask ConnectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_passwords is not null)
        {
            await _passwords.OpenAsync(
                (password, ct) => _sources.OpenAsync(connection, password, ct),
                static exception => exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification,
                cancellationToken).ConfigureAwait(false);
            return;
        }

        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_sources.IsPooled)
        {
            // The driver's own reset keeps what was prepared by SQL.
            await RawSql.ExecuteAsync(connection, Deallocate, cancellationToken).ConfigureAwait(false);
            await ResetAndCountPreparedAsync(connection, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Resets the session, and returns how many statements were prepared in it by SQL.</summary>
    private static async ValueTask<long> ResetAndCountPreparedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(ResetSession, connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var count = reader.GetInt64(0);
                while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
                {
                    // A statement's error is thrown only when its result is requested.
                }

                return count;
            }
        }
    }
}
