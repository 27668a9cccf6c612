using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Shared;
using DataAccess.Sql;
using DataAccess.Sqlite.Failures;
using DataAccess.Sqlite.Inserting;
using DataAccess.Sqlite.Locking;
using DataAccess.Sqlite.Sessions;
using DataAccess.Sqlite.Sql;
using DataAccess.Sqlite.Types;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite;

/// <summary>SQLite through Microsoft.Data.Sqlite: one writer and several readers, each on its own thread.</summary>
internal sealed partial class SqliteProvider : DatabaseProvider
{
    private const int SetUpAttempts = 10;

    private readonly string _text;
    private readonly SqliteOptions _options;
    private readonly string _connectionString;

    /// <summary>The connections that are read-only for their whole lifetime.</summary>
    private readonly ConditionalWeakTable<DbConnection, object> _readers = [];

    /// <summary>The connections whose transaction other code uses.</summary>
    private readonly ConditionalWeakTable<DbConnection, CommitWatch> _shared = [];

    /// <summary>What gives session values to the statements of a connection.</summary>
    private readonly ConditionalWeakTable<DbConnection, SessionValueFunction> _values = [];

    /// <summary>Whether the data is lost with the last connection, which is then reset instead of closed.</summary>
    private readonly bool _isInMemory;

    /// <summary>What keeps the data of a shared in-memory database while all other connections are closed.</summary>
    private readonly SqliteKeeper? _keeper;

    public SqliteProvider(string text, SqliteOptions options)
    {
        (_text, _options) = (text, options);
        var builder = SqliteSource.Parse(text);
        var storage = SqliteSource.StorageOf(builder);
        CanShareData = storage != SqliteStorage.PrivateMemory;
        _isInMemory = storage != SqliteStorage.File;
        Endpoint = builder.DataSource.Length == 0 ? ":memory:" : builder.DataSource;
        builder.Pooling = false;
        builder.DefaultTimeout = (int)Math.Max(1, Math.Ceiling(options.BusyTimeout.TotalSeconds));
        _connectionString = builder.ConnectionString;
        _keeper = storage == SqliteStorage.SharedMemory ? new SqliteKeeper(_connectionString) : null;
    }

    public override string SystemName => "sqlite";

    public override string Endpoint { get; }

    public override DatabaseProvider ForTenant(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = SqliteSource.Parse(_text);
        builder.DataSource = name;
        return new SqliteProvider(builder.ConnectionString, _options);
    }

    public override PlanSql Plans => SqlitePlans.Instance;

    public override LocalLock? TryLockLocally(string name)
        => !_isInMemory ? SqliteFileLock.TryTake(SqliteSource.FileOf(SqliteSource.Parse(_text)), name)
            : SqliteMemoryLock.TryTake(CanShareData ? Endpoint : this, name);

    public override SqlDialect Dialect => SqliteDialect.Instance;

    public override bool IsSynchronous => true;

    public override bool HasSingleWriter => true;

    public override bool CanShareData { get; }

    public override DbConnection CreateConnection() => new SqliteConnection(_connectionString);

    public override DbConnection CreateScriptConnection(TimeSpan connectTimeout, SessionSettings settings)
        => settings == SessionSettings.ServerReadOnly && !_isInMemory ? SqliteReading.Connect(_connectionString) : CreateConnection();

    public override ValueTask OpenScriptAsync(DbConnection connection, SessionSettings settings, CancellationToken cancellationToken)
        => settings == SessionSettings.ServerReadOnly && !_isInMemory
            ? SqliteReading.OpenAsync((SqliteConnection)connection, cancellationToken)
            : OpenAsync(connection, ConnectionRole.Writer, cancellationToken);

    public override void Release() => _keeper?.Release();

    public override async ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        _keeper?.Keep();
        _values.AddOrUpdate(connection, SessionValueFunction.Register((SqliteConnection)connection));

        await SetUpAsync(connection, cancellationToken).ConfigureAwait(false);
        if (role == ConnectionRole.Reader)
        {
            _readers.AddOrUpdate(connection, connection.ConnectionString);
            SqliteReadGuard.Apply((SqliteConnection)connection);
        }
    }

    /// <summary>WAL lets readers continue while one connection writes. FULL syncs each commit, so that an acked row survives a power failure.</summary>
    private static async ValueTask SetUpAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RawSql.ExecuteAsync(
                    connection,
                    "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;",
                    cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ArgumentOutOfRangeException) when (attempt < SetUpAttempts)
            {
                // The driver has lost its place in the text while another connection to a shared cache had it locked (SqliteCommand.PrepareAndEnumerateStatements).
            }
        }
    }

    public override async ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken)
    {
        if (!_isInMemory)
        {
            // A new connection is cheap, and nothing else reliably undoes a setting, a function or an extension.
            return false;
        }

        var session = (SqliteConnection)connection;
        SqliteReadGuard.Lift(session);
        await SqliteReset.RunAsync(session, this, cancellationToken).ConfigureAwait(false);
        if (_readers.TryGetValue(connection, out _))
        {
            SqliteReadGuard.Apply(session);
        }

        return true;
    }

    public override async ValueTask SecureSessionAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken)
    {
        var session = (SqliteConnection)connection;
        if (raw.sqlite3_get_autocommit(session.Handle) == 0)
        {
            await RollBackAsync(session, cancellationToken).ConfigureAwait(false);
        }

        // An acked row survives a power failure only if each commit is synced.
        if (Convert.ToInt64(await RawSql.QueryScalarAsync(connection, "pragma synchronous", cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture) < 2)
        {
            await RawSql.ExecuteAsync(connection, "pragma synchronous = full", cancellationToken).ConfigureAwait(false);
        }

        if (role == ConnectionRole.Reader)
        {
            SqliteReadGuard.Lift(session);
            SqliteReadGuard.Apply(session);
        }
    }

    /// <summary>Rolls back what other code has begun, with the driver's own object if there is one: the driver would give it to every further command.</summary>
    private static async ValueTask RollBackAsync(SqliteConnection session, CancellationToken cancellationToken)
    {
        SqliteTransaction? begun;
        using (var command = session.CreateCommand())
        {
            begun = command.Transaction;
        }

        if (begun is not null)
        {
            await begun.DisposeAsync().ConfigureAwait(false);
        }

        if (raw.sqlite3_get_autocommit(session.Handle) == 0)
        {
            await RawSql.ExecuteAsync(session, "rollback", cancellationToken).ConfigureAwait(false);
        }
    }

    public override void RestrictToReads(DbConnection connection) => SqliteReadGuard.Apply((SqliteConnection)connection);

    public override SessionValueLife SessionValueLife => SessionValueLife.Call;

    public override void ShareSessionValues(DbConnection connection, SessionValues? values)
    {
        if (_values.TryGetValue(connection, out var function))
        {
            function.Values = values;
        }
    }

    public override async ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken)
        => await RawSql.ExecuteAsync(connection, "select 1", cancellationToken).ConfigureAwait(false);

    public override void Interrupt(DbConnection connection)
    {
        if (((SqliteConnection)connection).Handle is { IsInvalid: false } handle)
        {
            raw.sqlite3_interrupt(handle);
        }
    }

    public override DbParameter CreateParameter(int index, Type type)
        => type.IsArray && type != typeof(byte[])
            ? throw new MappingException(
                $"A parameter of type {type.Name} cannot be sent to SQLite, which has no array types. Pass a list directly after 'in'; to store one, send it as JSON text.")
            : new SqliteParameter { ParameterName = Invariant($"@p{index}") };

    public override object ToDriverValue(object value) => SqliteValue.ToDriver(base.ToDriverValue(value));

    public override string? FindRowId(DbConnection connection, TableName table, string column) => InPlaceWriting.FindRowId((SqliteConnection)connection, table, column);

    public override Stream OpenColumn(DbDataReader reader, int column) => new ColumnStream((SqliteDataReader)reader, column);

    public override Stream OpenInPlace(DbConnection connection, TableName table, string column, long rowId)
        => new SqliteBlob((SqliteConnection)connection, table.Schema ?? "main", table.Name, column, rowId);

    public override DatabaseFailure Classify(Exception exception) => SqliteFailures.Classify(exception);

    public override StatementError ExplainError(DbConnection connection, string sql, Exception exception) => ErrorPlace.Explain((SqliteConnection)connection, sql, exception);

    public override ValueTask FailAsync(ProbedCall call, FailureKind kind) => throw SqliteFaults.Of(kind);

    public override Exception LoseAnswer(DbConnection connection, bool isCommitted) => SqliteFaults.LoseAnswer((SqliteConnection)connection, isCommitted);

    protected override ConstraintViolation? FindViolatedConstraint(Exception exception) => SqliteConstraints.Find(exception);

    protected override ConstraintViolation? FindViolatedConstraint(in DatabaseFailure failure) => SqliteConstraints.Find(failure);

    public override bool ProvesRollback(Exception exception, bool wasCancelled) => SqliteRollbacks.AreProvenBy(exception);

    public override ValueTask<IReadOnlyList<StatementColumn>?> DescribeStatementAsync(DbCommand command, bool onlyReads, CancellationToken cancellationToken)
        => new(SqliteDescription.Of((SqliteConnection)command.Connection!, command.CommandText));

    public override async ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select name, type, \"notnull\", dflt_value, pk, hidden from pragma_table_xinfo(@table, @schema)";
        command.Parameters.Add(new SqliteParameter("@table", table.Name));
        command.Parameters.Add(new SqliteParameter("@schema", table.Schema ?? "main"));
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var columns = new List<TableColumn>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var type = reader.GetString(1);
            var isRowId = reader.GetInt64(4) == 1 && string.Equals(type, "integer", StringComparison.OrdinalIgnoreCase);
            columns.Add(new TableColumn(
                reader.GetString(0),
                type,
                SqliteTypes.ClrTypeOf(type),
                IsNullable: reader.GetInt64(2) == 0,
                IsGenerated: reader.GetInt64(5) is 2 or 3,
                HasDefault: isRowId || !await reader.IsDBNullAsync(3, cancellationToken).ConfigureAwait(false),
                IsKey: reader.GetInt64(4) > 0));
        }

        return columns;
    }

    public override BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict) => new SqliteBatchInserter<T>(this, map, onConflict);
}
