using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;
using DataAccess.Sql;
using DataAccess.Telemetry;

namespace DataAccess.Providers;

/// <summary>
/// The one contract that a database's package fulfils. An instance belongs to one connection string; it is immutable and
/// its members are called from many threads at once.
/// </summary>
public abstract class DatabaseProvider
{
    /// <summary>The value of <c>db.system.name</c> in metrics and traces, from the OpenTelemetry database conventions: <c>postgresql</c>.</summary>
    public abstract string SystemName { get; }

    /// <summary>Where the database is, for messages and metrics: host, port and database, or the file. Never a user or a password.</summary>
    public abstract string Endpoint { get; }

    /// <summary>The host, its address or its socket, for <c>server.address</c> in traces; null where there is none, or several to choose from.</summary>
    public virtual string? ServerAddress => null;

    /// <summary>The port, for <c>server.port</c> in traces; null where there is none.</summary>
    public virtual int? ServerPort => null;

    /// <summary>The name of the database on its server, for <c>db.namespace</c> in traces; null where there is none.</summary>
    public virtual string? DatabaseName => null;

    internal SpanTarget SpanTarget => new(SystemName, DatabaseName, ServerAddress, ServerPort);

    /// <summary>How this database writes SQL.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Whether the driver's calls block their thread although they return tasks. Such a connection gets a thread of its own,
    /// and everything is run there.
    /// </summary>
    public virtual bool IsSynchronous => false;

    /// <summary>
    /// Whether only one connection may write at a time. Then there is one <see cref="ConnectionRole.Writer"/>, and reads go to
    /// <see cref="ConnectionRole.Reader"/> connections.
    /// </summary>
    public virtual bool HasSingleWriter => false;

    /// <summary>Whether a second connection sees the same data; false for a private in-memory database, which then has one connection.</summary>
    public virtual bool CanShareData => true;

    /// <summary>
    /// Whether any error inside a transaction dooms it, so that its COMMIT rolls back, and says so to nobody; false where only
    /// the statement is undone.
    /// </summary>
    public virtual bool AbortsTransactionOnError => false;

    /// <summary>
    /// Lets go of what is kept for all connections, when the database is disposed. A connection that is made later works all the same.
    /// </summary>
    public virtual void Release()
    {
    }

    /// <summary>
    /// Whether a command has to be given the transaction that it runs in; false where the driver goes by the connection alone.
    /// </summary>
    public virtual bool GivesTransactionToCommands => true;

    /// <summary>
    /// Whether the driver does the work of a cancel, and throws its errors, inside whoever cancels its token. Then it never gets a
    /// caller's token: on a timer's thread an error would end the process.
    /// </summary>
    public virtual bool CancelsInCaller => false;

    /// <summary>
    /// How long a statement may take to its first answer, for a driver that <see cref="CancelsInCaller"/> and whose own timer would do
    /// so; null where there is no limit, or the driver keeps it. It has no effect elsewhere.
    /// </summary>
    public virtual StatementTimeout? StatementTimeout => null;

    /// <summary>A new, closed connection with the driver's own pool switched off.</summary>
    public abstract DbConnection CreateConnection();

    /// <summary>
    /// As <see cref="CreateConnection()"/>, for a driver that has a time limit of its own for opening and listens to no token
    /// meanwhile: it gives up soon after this time, as nobody waits for it any longer.
    /// </summary>
    /// <param name="connectTimeout">How long opening may take.</param>
    public virtual DbConnection CreateConnection(TimeSpan connectTimeout) => CreateConnection();

    /// <summary>As <see cref="CreateConnection()"/>, with one more of the driver's own settings.</summary>
    /// <param name="setting">The setting's name in a connection string.</param>
    /// <param name="value">Its value.</param>
    public virtual DbConnection CreateConnectionWith(string setting, object value)
    {
        var connection = CreateConnection();
        connection.ConnectionString = new DbConnectionStringBuilder { ConnectionString = connection.ConnectionString, [setting] = value }.ConnectionString;
        return connection;
    }

    /// <summary>Opens the connection and puts the session into the state every lease starts from.</summary>
    /// <param name="connection">A connection of <see cref="CreateConnection()"/>.</param>
    /// <param name="role">What it will be used for.</param>
    /// <param name="cancellationToken">Gives up; the connection is then disposed by the caller.</param>
    public abstract ValueTask OpenAsync(DbConnection connection, ConnectionRole role, CancellationToken cancellationToken);

    /// <summary>Puts a used session back into the state that <see cref="OpenAsync"/> left.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="hasPreparedStatements">Whether statements are prepared in it, which have to survive.</param>
    /// <param name="cancellationToken">Gives up; the connection is then closed.</param>
    /// <returns>Whether it could be done; the connection is closed if not.</returns>
    public abstract ValueTask<bool> ResetAsync(DbConnection connection, bool hasPreparedStatements, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a session refuse every write until its reset, for statements that are said to read. Asked only where
    /// <see cref="CanShareData"/> is false, as they have no connection of their own there.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    public virtual void RestrictToReads(DbConnection connection)
    {
    }

    /// <summary>
    /// What the database runs where the text of a statement does not show it: the functions of triggers, views, defaults, policies.
    /// Those that came with the database or an extension need not be among them.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Gives up; the connection is then closed.</param>
    public virtual ValueTask<IReadOnlyList<HiddenRoutine>> FindHiddenRoutinesAsync(DbConnection connection, CancellationToken cancellationToken) => new([]);

    /// <summary>Asks the server for a sign of life; throws when there is none.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Gives up; the connection is then closed.</param>
    public abstract ValueTask PingAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a transaction. What the options leave open is as the database has it by default, and nothing of them stays in the
    /// session.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="options">Isolation level and whether it only reads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken);

    /// <summary>Commits a transaction. Returns only where the database has committed all of it.</summary>
    /// <param name="transaction">A transaction of <see cref="BeginTransactionAsync"/>.</param>
    /// <param name="connection">Its connection.</param>
    /// <exception cref="TransactionRolledBackException">The database answered COMMIT with a rollback, or would have.</exception>
    /// <exception cref="TransactionEndedException">The transaction had ended before.</exception>
    [SuppressMessage("Design", "CA1062", Justification = "The library's own call.")]
    public virtual async ValueTask CommitAsync(DbTransaction transaction, BatchConnection connection)
        => await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Whether the session is still in a transaction that was begun in it and not yet ended.</summary>
    /// <param name="connection">The transaction's connection, on which nothing runs; a driver that blocks is not called on its thread.</param>
    /// <param name="transaction">A transaction of <see cref="BeginTransactionAsync"/>.</param>
    /// <param name="askServer">Whether a statement was run that may have ended it; else only what costs no round trip is looked at.</param>
    public virtual ValueTask<bool> IsInTransactionAsync(DbConnection connection, DbTransaction transaction, bool askServer) => new(true);

    /// <summary>
    /// Makes a running statement of a <see cref="IsSynchronous"/> driver stop; called from another thread. Drivers that
    /// observe their tokens need nothing.
    /// </summary>
    /// <param name="connection">The busy connection.</param>
    public virtual void Interrupt(DbConnection connection)
    {
    }

    /// <summary>Makes the server forget a prepared command that the cache has no room for.</summary>
    /// <param name="command">The command, which is disposed afterwards.</param>
    /// <returns>Whether it did; false where only a reset of the session makes it forget, which then follows.</returns>
    public virtual ValueTask<bool> UnprepareAsync(DbCommand command) => new(true);

    /// <summary>Makes the parameter for a value of a declared type.</summary>
    /// <param name="index">The parameter's position, from 0.</param>
    /// <param name="type">The declared CLR type, never nullable and never an enum.</param>
    public abstract DbParameter CreateParameter(int index, Type type);

    /// <summary>Turns a value into what the driver takes, where it does not take it as it is.</summary>
    /// <param name="value">The value, not null.</param>
    public virtual object ToDriverValue(object value) => value is DateTime time ? UtcTime.Of(time) : value;

    /// <summary>Says what an exception means for what was being done. Pure.</summary>
    /// <param name="exception">What the driver threw.</param>
    public abstract DatabaseFailure Classify(Exception exception);

    /// <summary>
    /// Whether an exception, with which the message that commits has ended, proves that nothing of it was committed: only what
    /// is the server's own answer to that message, and says so. A code that may as well come from elsewhere, as from a statement
    /// of the driver's own or from a proxy, proves nothing. Pure. By default what is refused data or a rollback.
    /// </summary>
    /// <param name="exception">What the driver threw.</param>
    /// <param name="wasCancelled">Whether the caller had cancelled, so that the exception may belong to the cancel.</param>
    public virtual bool ProvesRollback(Exception exception, bool wasCancelled)
        => Classify(exception).Kind is FailureKind.Rejected or FailureKind.RolledBack;

    /// <summary>The key that the database generated for the row the command has just inserted; asked only where <see cref="SqlDialect.SupportsReturning"/> is false.</summary>
    /// <param name="command">The command that inserted it.</param>
    /// <exception cref="NotSupportedException">The database returns generated columns instead.</exception>
    public virtual long LastGeneratedKey(DbCommand command)
        => throw new NotSupportedException($"{Dialect.Name} returns generated keys with 'returning'.");

    /// <summary>The columns of a table as a batch needs them, in the table's order, or an empty list where there is no such table.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(
        DbConnection connection, TableName table, CancellationToken cancellationToken);

    /// <summary>Makes the object that sends batches of one kind of row.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="map">Its table and columns.</param>
    /// <param name="onConflict">What happens to rows whose keys are in the table already.</param>
    /// <exception cref="MappingException">The database cannot keep such rows, or they have no key where one is needed.</exception>
    public abstract BatchInserter<T> CreateInserter<T>(TableMap<T> map, ConflictAction onConflict)
        where T : notnull;

    /// <summary>Registers the way to open databases whose URLs have a scheme, for <see cref="Database.Open"/>.</summary>
    /// <param name="scheme">The scheme without its colon: <c>postgres</c>.</param>
    /// <param name="create">Makes a provider from a URL or an ADO.NET connection string.</param>
    public static void Register(string scheme, Func<string, DatabaseProvider> create) => ProviderDirectory.Register(scheme, create);

    /// <summary>Quotes a table's name with its schema.</summary>
    /// <param name="table">The table.</param>
    [SuppressMessage("Design", "CA1062", Justification = "A record struct cannot be null.")]
    public string Quote(TableName table)
        => table.Schema is null
            ? Dialect.QuoteIdentifier(table.Name)
            : $"{Dialect.QuoteIdentifier(table.Schema)}.{Dialect.QuoteIdentifier(table.Name)}";
}
