using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections;
using DataAccess.Mapping;
using DataAccess.Sql;
using DataAccess.Telemetry;

namespace DataAccess.Providers;

/// <summary>
/// The contract that a database's package implements. An instance belongs to one connection string; it is immutable, and
/// its members are called from many threads at once.
/// </summary>
public abstract partial class DatabaseProvider
{
    /// <summary>The value of <c>db.system.name</c> in metrics and traces, from the OpenTelemetry database conventions: <c>postgresql</c>.</summary>
    public abstract string SystemName { get; }

    /// <summary>The database's address, for messages and metrics: host, port and database, or the file. It never contains a user name or a password.</summary>
    public abstract string Endpoint { get; }

    /// <summary>The host, its address or its socket, for <c>server.address</c> in traces; null if there is none, or if there are several.</summary>
    public virtual string? ServerAddress => null;

    /// <summary>The port, for <c>server.port</c> in traces; null if there is none.</summary>
    public virtual int? ServerPort => null;

    /// <summary>The name of the database on its server, for <c>db.namespace</c> in traces; null if there is none.</summary>
    public virtual string? DatabaseName => null;

    /// <summary>
    /// A provider with the same server, user and options for another tenant: sessions whose unqualified names are first looked up in another schema on
    /// PostgreSQL, another database on MySQL and MariaDB, another file on SQLite.
    /// </summary>
    /// <param name="name">The schema, database or file. It is not checked whether it exists.</param>
    /// <exception cref="NotSupportedException">The package has no tenants.</exception>
    public virtual DatabaseProvider ForTenant(string name) => throw new NotSupportedException($"The package of {SystemName} cannot open another schema, database or file.");

    /// <summary>Validates the key of a database in a service collection, for the methods of the databases' packages that take a key and a URL.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentException">The key is empty, or looks like a URL or a connection string. The message does not repeat it, because it may contain a password.</exception>
    public static void ValidateKey(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (key.Contains("://", StringComparison.Ordinal) || key.Contains('=', StringComparison.Ordinal) || key == ":memory:")
        {
            throw new ArgumentException(
                "The key of the database looks like a URL or a connection string. Give the key first and the database second: (\"orders\", url). For a database without a key, give the URL alone.",
                nameof(key));
        }
    }

    internal SpanTarget SpanTarget => new(SystemName, DatabaseName, ServerAddress, ServerPort);

    /// <summary>A provider with the same settings, whose connections log in with passwords of a source in place of the connection string's.</summary>
    /// <param name="passwords">The passwords.</param>
    /// <exception cref="InvalidOptionsException">The database has no logins, or the package cannot do that.</exception>
    public virtual DatabaseProvider WithPasswords(PasswordSource passwords)
        => throw new InvalidOptionsException($"PasswordProvider or TokenProvider is set, and a connection to {Endpoint} ({SystemName}) is opened without a password. Remove it.");

    /// <summary>The SQL dialect of the database.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Whether the driver's calls block their thread although they return tasks. Each such connection gets a thread of its own,
    /// on which everything runs.
    /// </summary>
    public virtual bool IsSynchronous => false;

    /// <summary>
    /// Whether only one connection may write at a time. If so, there is one <see cref="ConnectionRole.Writer"/>, and reads use
    /// <see cref="ConnectionRole.Reader"/> connections.
    /// </summary>
    public virtual bool HasSingleWriter => false;

    /// <summary>Whether a second connection sees the same data; false for a private in-memory database, which then has one connection.</summary>
    public virtual bool CanShareData => true;

    /// <summary>
    /// Whether any error inside a transaction aborts it, so that its COMMIT silently rolls back; false if only
    /// the failed statement is undone.
    /// </summary>
    public virtual bool AbortsTransactionOnError => false;

    /// <summary>
    /// Releases what is kept for all connections, when the database is disposed. A connection that is created later still works.
    /// </summary>
    public virtual void Release()
    {
    }

    /// <summary>
    /// Whether a command must be given the transaction that it runs in; false if the driver uses the connection's transaction.
    /// </summary>
    public virtual bool GivesTransactionToCommands => true;

    /// <summary>
    /// Whether the driver does the work of a cancel, and throws its errors, on the thread that cancels its token. If so, it never gets a
    /// caller's token: on a timer's thread an error would end the process.
    /// </summary>
    public virtual bool CancelsInCaller => false;

    /// <summary>
    /// How long a statement may take until its first answer, for a driver that <see cref="CancelsInCaller"/> and whose own timer would do
    /// so; null if there is no limit, or if the driver enforces it. It has no effect for other drivers.
    /// </summary>
    public virtual StatementTimeout? StatementTimeout => null;

    /// <summary>
    /// The column of a result in which the server has rounded values, because the statement was not prepared and its result was sent as text;
    /// -1 if there is none. The library then runs the statement again, prepared. Default: none.
    /// </summary>
    /// <param name="result">The result of a statement that was not prepared.</param>
    public virtual int FindRounded(DbDataReader result) => -1;

    /// <summary>Whether a result has a column of a type that the driver's connection does not know, because it was created later. Default: false.</summary>
    /// <param name="result">The result.</param>
    public virtual bool HasUnknownType(DbDataReader result) => false;

    /// <summary>
    /// Whether the driver keeps what it knows of the columns of a prepared statement's result, so that they have to be compared with those of its first result
    /// (<see cref="StaleColumns"/>). Default: false.
    /// </summary>
    public virtual bool KeepsColumns => false;

    /// <summary>
    /// The exception for a prepared query whose result does not have the columns of its first result. It is classified as <see cref="FailureKind.StaleStatement"/>, so that the query is prepared
    /// anew and run again. Called only if <see cref="KeepsColumns"/> is true.
    /// </summary>
    public virtual DbException StaleColumns() => throw new NotSupportedException("The provider does not keep columns.");

    /// <summary>Makes a connection know the types that were created since it was opened; called only if <see cref="HasUnknownType"/> returned true.</summary>
    /// <param name="connection">An open connection, which may be in a transaction.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual Task ReloadTypesAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Whether the driver itself reads and writes values of a type that no other database's column holds, such as a range. They are passed to it as they are.
    /// Null, the default, if there are no such types. The same function each time.
    /// </summary>
    public virtual Func<Type, bool>? IsOfDriver => null;

    /// <summary>
    /// The number of connections that the server accepts for this user and database, of which the pool uses a share unless its maximum was set; null,
    /// the default, if there is no such limit.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual ValueTask<int?> FindMaxConnectionsAsync(DbConnection connection, CancellationToken cancellationToken) => new((int?)null);

    /// <summary>Creates a closed connection with the driver's own pooling disabled.</summary>
    public abstract DbConnection CreateConnection();

    /// <summary>
    /// Like <see cref="CreateConnection()"/>, for a driver that has its own time limit for opening and observes no token
    /// meanwhile: it stops soon after this time, because no caller waits for it any longer.
    /// </summary>
    /// <param name="connectTimeout">How long opening may take.</param>
    public virtual DbConnection CreateConnection(TimeSpan connectTimeout) => CreateConnection();

    /// <summary>
    /// Like <see cref="CreateConnection(TimeSpan)"/>, for a <see cref="DedicatedConnection"/>: whatever the driver would find in the text of a
    /// script and take for its own, such as variables, is sent as it is written, and the error of a batch names the statement that failed.
    /// </summary>
    /// <param name="connectTimeout">How long opening may take.</param>
    /// <param name="settings">What its session begins with.</param>
    public virtual DbConnection CreateScriptConnection(TimeSpan connectTimeout, SessionSettings settings) => CreateConnection(connectTimeout);

    /// <summary>
    /// The providers of databases that every such server has, over which this one can be created, in the order to try. Empty, the default, if opening it creates it.
    /// </summary>
    public virtual IReadOnlyList<DatabaseProvider> ServerDatabases => [];

    /// <summary>Returns what the server tells of an error beyond its message.</summary>
    /// <param name="connection">The connection, on which nothing has run since.</param>
    /// <param name="sql">The statement's text as it was sent.</param>
    /// <param name="exception">The driver's exception.</param>
    public virtual StatementError ExplainError(DbConnection connection, string sql, Exception exception) => new(sql);

    /// <summary>
    /// Interrupts a running statement of an <see cref="IsSynchronous"/> driver; called from another thread. Drivers that
    /// observe their tokens need not implement it.
    /// </summary>
    /// <param name="connection">The busy connection.</param>
    public virtual void Interrupt(DbConnection connection)
    {
    }

    /// <summary>How the database tells the plan of a statement; null, the default, if it does not.</summary>
    public virtual PlanSql? Plans => null;

    /// <summary>Makes the server release a prepared command that the cache has no room for.</summary>
    /// <param name="command">The command, which is disposed afterwards.</param>
    /// <returns>Whether it did; false if only a reset of the session releases it, which then follows.</returns>
    public virtual ValueTask<bool> UnprepareAsync(DbCommand command) => new(true);

    /// <summary>Creates the parameter for a value of a declared type.</summary>
    /// <param name="index">The parameter's position, from 0.</param>
    /// <param name="type">The declared CLR type, never nullable and never an enum.</param>
    public abstract DbParameter CreateParameter(int index, Type type);

    /// <summary>Creates the parameter for a text whose type the server cannot infer; called only for those that <see cref="FindUntypedTextAsync"/> returned.</summary>
    /// <param name="index">The parameter's position, from 0.</param>
    public virtual DbParameter CreateTextParameter(int index) => CreateParameter(index, typeof(string));

    internal DbParameter ParameterOf(SqlText text, int index)
        => text.Untyped?.IsText(index) == true ? CreateTextParameter(index) : CreateParameter(index, text.ParameterTypes[index]);

    /// <summary>
    /// Finds the text parameters of a statement whose type the server cannot infer, so that they must be sent as text. The statement is not run, and
    /// a transaction remains usable. Called once for each text that may have some, if <see cref="SqlDialect.InfersTextTypes"/>.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The statement's text.</param>
    /// <param name="types">The CLR types of its parameters, as for <see cref="CreateParameter"/>.</param>
    /// <param name="arguments">The positions of those text parameters, from 0, that are arguments of functions.</param>
    /// <param name="mayBeInTransaction">Whether the session may be in a transaction, which a failure would abort.</param>
    /// <param name="commandTimeoutSeconds">The limit on each statement; 0 for none, null for the connection string's.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Their positions; null if they are not known, because the statement fails for another reason.</returns>
    public virtual ValueTask<IReadOnlyCollection<int>?> FindUntypedTextAsync(
        DbConnection connection, string sql, IReadOnlyList<Type> types, IReadOnlyList<int> arguments, bool mayBeInTransaction, int? commandTimeoutSeconds, CancellationToken cancellationToken)
        => new((IReadOnlyCollection<int>?)[]);

    /// <summary>The columns of a statement's tables. Called once for each text that has enum parameters, if <see cref="SqlDialect.HasColumnsOfNames"/>.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="tables">The names in a statement, of which some are those of its tables and of their schemas.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual ValueTask<IReadOnlyCollection<CatalogColumn>> FindColumnsAsync(DbConnection connection, IReadOnlyList<string> tables, CancellationToken cancellationToken)
        => new((IReadOnlyCollection<CatalogColumn>)[]);

    internal object DriverValueOf(SqlText text, int index, object? value)
        => value is null ? DBNull.Value : ToDriverValue(text.Enums is { } enums ? enums.ValueOf(index, value) : value);

    /// <summary>Converts a value to a type that the driver accepts, if the driver does not accept the value itself.</summary>
    /// <param name="value">The value, not null.</param>
    public virtual object ToDriverValue(object value) => value is DateTime time ? UtcTime.Of(time) : value;

    /// <summary>Classifies an exception by what it means for the operation that failed. Pure.</summary>
    /// <param name="exception">What the driver threw.</param>
    public abstract DatabaseFailure Classify(Exception exception);

    /// <summary>
    /// Whether an exception, with which the message that commits has ended, proves that nothing of it was committed: only one that
    /// is the server's own answer to that message, and says so. A code that may also come from elsewhere, such as a statement
    /// of the driver's own or a proxy, proves nothing. Pure. By default true for rejected data and for a rollback.
    /// </summary>
    /// <param name="exception">What the driver threw.</param>
    /// <param name="wasCancelled">Whether the caller had cancelled, so that the exception may belong to the cancel.</param>
    public virtual bool ProvesRollback(Exception exception, bool wasCancelled)
        => Classify(exception).Kind is FailureKind.Rejected or FailureKind.RolledBack;

    /// <summary>
    /// Makes a call fail as the database or its driver fails, for tests of what follows: the server is told to raise the error where it can be. Throws in every case.
    /// </summary>
    /// <param name="call">The call, which was not sent.</param>
    /// <param name="kind">The failure.</param>
    /// <exception cref="NotSupportedException">The database cannot be made to fail like that.</exception>
    public virtual ValueTask FailAsync(ProbedCall call, FailureKind kind) => throw new NotSupportedException($"{Dialect.Name} cannot be made to fail as {kind}.");

    /// <summary>What a COMMIT fails with if its answer is lost, for tests of what follows.</summary>
    /// <param name="connection">The connection, which is closed afterwards.</param>
    /// <param name="isCommitted">Whether the transaction was committed. If not, it is rolled back here, or when the connection is closed.</param>
    /// <returns>An exception that does not prove a rollback.</returns>
    public virtual Exception LoseAnswer(DbConnection connection, bool isCommitted) => new IOException("The connection was lost before the answer to COMMIT was read. A test made this happen.");

    /// <summary>The key that the database generated for the row the command has just inserted; called only if <see cref="SqlDialect.SupportsReturning"/> is false.</summary>
    /// <param name="command">The command that inserted it.</param>
    /// <exception cref="NotSupportedException">The database returns generated columns instead.</exception>
    public virtual long LastGeneratedKey(DbCommand command)
        => throw new NotSupportedException($"{Dialect.Name} returns generated keys with 'returning'.");

    /// <summary>The columns of a table as a batch needs them, in the table's order, or an empty list if there is no such table.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken);

    /// <summary>Sends the rows of a <c>copy … from stdin</c> as text, in the open transaction. All are stored or, where this throws, none.</summary>
    /// <param name="connection">An open connection that nobody else uses.</param>
    /// <param name="copy">The statement.</param>
    /// <param name="rows">The rows in the format that the statement names, as a script has them after it.</param>
    /// <param name="timeoutSeconds">The driver's limit on a wait for the server; 0 for none.</param>
    /// <param name="cancellationToken">Cancels the operation: the server stores nothing.</param>
    /// <exception cref="NotSupportedException">The database has no such statement.</exception>
    /// <exception cref="DbException">The database does not accept the statement or a row; <see cref="FindInCopy"/> tells which.</exception>
    public virtual ValueTask CopyTextAsync(DbConnection connection, string copy, TextReader rows, int timeoutSeconds, CancellationToken cancellationToken)
        => throw new NotSupportedException($"{Dialect.Name} has no COPY … FROM STDIN.");

    /// <summary>Where a failed <see cref="CopyTextAsync"/> was rejected.</summary>
    /// <param name="exception">What it threw.</param>
    /// <returns>The line of its rows, from 1, and the column or null; null if the database names no line.</returns>
    public virtual (int Line, string? Column)? FindInCopy(Exception exception) => null;

    /// <summary>
    /// Has the database parse a statement, and describe its result, without running it. By default the driver is asked for the schema alone, which
    /// must run nothing.
    /// </summary>
    /// <param name="command">The statement, with its parameters, on an open connection that nobody else uses.</param>
    /// <param name="onlyReads">Whether the statement only reads: it may be run if no row of it is.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The columns, none for a statement that gives no rows; null if they are known only when the statement runs.</returns>
    /// <exception cref="DbException">The database does not accept the statement.</exception>
    public virtual async ValueTask<IReadOnlyList<StatementColumn>?> DescribeStatementAsync(DbCommand command, bool onlyReads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return ColumnsOf(reader);
        }
    }

    /// <summary>The columns of an open result.</summary>
    /// <param name="result">The result.</param>
    protected static IReadOnlyList<StatementColumn> ColumnsOf(DbDataReader result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. Enumerable.Range(0, result.FieldCount).Select(i => new StatementColumn(result.GetName(i), result.GetDataTypeName(i), result.GetFieldType(i)))];
    }

    /// <summary>Creates the inserter that sends batches of one type of row.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="map">The table and its columns.</param>
    /// <param name="onConflict">What happens to rows whose keys are already in the table.</param>
    /// <exception cref="MappingException">The database cannot store such rows, or they have no key and one is required.</exception>
    public abstract BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict)
        where T : notnull;

    /// <summary>Registers a factory for the databases of a URL scheme, for <see cref="Database.Open"/>.</summary>
    /// <param name="scheme">The scheme without its colon: <c>postgres</c>.</param>
    /// <param name="create">Creates a provider from a URL or an ADO.NET connection string.</param>
    public static void Register(string scheme, Func<string, DatabaseProvider> create) => ProviderDirectory.Register(scheme, create);

    /// <summary>Quotes a table's name with its schema.</summary>
    /// <param name="table">The table.</param>
    [SuppressMessage("Design", "CA1062", Justification = "A record struct cannot be null.")]
    public string Quote(TableName table)
        => table.Schema is null
            ? Dialect.QuoteIdentifier(table.Name)
            : $"{Dialect.QuoteIdentifier(table.Schema)}.{Dialect.QuoteIdentifier(table.Name)}";
}
