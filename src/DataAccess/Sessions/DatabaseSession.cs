using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Connections;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Sql;
using Polly;

namespace DataAccess;

/// <summary>
/// The query verbs, which a <see cref="Database"/> and a <see cref="DatabaseTransaction"/> share, so that a repository works
/// on either. Every call takes an <see cref="SqlStatement"/>: values become parameters.
/// </summary>
/// <remarks>
/// Exceptions of the driver reach the caller as they are. A cancelled call throws <see cref="OperationCanceledException"/>,
/// and its connection is reset or closed before anybody else gets it.
/// </remarks>
public abstract partial class DatabaseSession
{
    private protected DatabaseSession(SessionContext context)
    {
        Context = context;
        Provider = context.Provider;
    }

    /// <summary>The database's package.</summary>
    public DatabaseProvider Provider { get; }

    /// <summary>How the database writes SQL.</summary>
    public SqlDialect Dialect => Provider.Dialect;

    internal SessionContext Context { get; }

    private protected QueryLog QueryLog => Context.QueryLog;

    /// <summary>What a layer above has attached to the session, for its own use; null where there is none.</summary>
    internal virtual TFeature? Feature<TFeature>()
        where TFeature : class
        => null;

    /// <summary>Runs a query and reads all its rows.</summary>
    /// <typeparam name="T">
    /// A type with a property for each column; a single value's type for a single column; a tuple, whose elements are values by their position, or objects
    /// of a join; or, for columns that are known only at run time, <c>dynamic</c> or a dictionary of <see cref="string"/> and <see cref="object"/>.
    /// </typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="MappingException">A row does not fit the type.</exception>
    public ValueTask<IReadOnlyList<T>> QueryAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
        => ExecuteAsync(statement, static (run, text, ct) => Rows.ListAsync<T>(run, text, ct), cancellationToken);

    /// <summary>Runs a query that gives exactly one row.</summary>
    /// <typeparam name="T">As in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="InvalidOperationException">There was no row, or more than one.</exception>
    /// <exception cref="MappingException">The row does not fit the type.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> QuerySingleAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var (row, count) = await ExecuteAsync(statement, static (run, text, ct) => Rows.SingleAsync<T>(run, text, ct), cancellationToken)
            .ConfigureAwait(false);
        return count == 1 ? row! : throw WrongCount(statement, count, "exactly one row");
    }

    /// <summary>Runs a query that gives one row or none.</summary>
    /// <typeparam name="T">As in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The row, or the type's default where there is none.</returns>
    /// <exception cref="InvalidOperationException">There was more than one row.</exception>
    /// <exception cref="MappingException">The row does not fit the type.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> QuerySingleOrDefaultAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
    {
        var (row, count) = await ExecuteAsync(statement, static (run, text, ct) => Rows.SingleAsync<T>(run, text, ct), cancellationToken)
            .ConfigureAwait(false);
        return count <= 1 ? row : throw WrongCount(statement, count, "at most one row");
    }

    /// <summary>Runs a query and gives its first row; what follows is not read.</summary>
    /// <typeparam name="T">As in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <param name="statement">The query; without <c>order by</c> any row may be the first.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The row, or the type's default where there is none.</returns>
    /// <exception cref="MappingException">The row does not fit the type.</exception>
    public ValueTask<T?> QueryFirstOrDefaultAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
        => ExecuteAsync(statement, static (run, text, ct) => Rows.FirstAsync<T>(run, text, ct), cancellationToken);

    /// <summary>Runs a query and gives the first column of its first row.</summary>
    /// <typeparam name="T">The type of a single value.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The value, or the type's default where there is no row, or null in a nullable type.</returns>
    /// <exception cref="MappingException">The value does not fit the type, or the type is not a single value's.</exception>
    public ValueTask<T?> ScalarAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
        => ExecuteAsync(statement, static (run, text, ct) => Rows.ScalarAsync<T>(run, text, ct), cancellationToken);

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many rows it changed, as the driver reports it.</returns>
    /// <remarks>
    /// A <see cref="Stream"/> as a value is sent from where it stands to its end, while it is read; on SQLite it is read into memory first. One that cannot seek is first
    /// read to its end, into a temporary file if it is large. If the statement is sent once more, as when a transaction is run again, it is sent from the same place, unless it was
    /// moved since; one that cannot seek is then refused. It is not disposed. What it throws reaches the caller, and the connection, which has a part of the value, is closed.
    /// </remarks>
    public ValueTask<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken = default)
        => ExecuteAsync(statement, static async (run, _, ct) => await run.ExecuteAsync(ct).ConfigureAwait(false), cancellationToken);

    /// <summary>
    /// Runs work that is committed together or undone together: in a transaction of its own, or inside a transaction in a
    /// savepoint.
    /// </summary>
    /// <param name="work">The work. Outside a transaction it may be run again, so it must not do anything that a rollback does not undo.</param>
    /// <param name="cancellationToken">Cancels and rolls back; not once COMMIT is sent.</param>
    /// <exception cref="CommitOutcomeUnknownException">The connection died between COMMIT and its answer.</exception>
    /// <exception cref="InvalidOperationException">The work ended while a stream of it was open or a call of it was not awaited; it was rolled back.</exception>
    public abstract ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default);

    /// <summary>Runs an insert and gives the key that the database generated; for databases without <c>returning</c>.</summary>
    internal ValueTask<long> InsertAndGetKeyAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        var provider = Provider;
        return ExecuteAsync(
            statement,
            async (run, _, ct) =>
            {
                await run.ExecuteAsync(ct).ConfigureAwait(false);
                return provider.LastGeneratedKey(run.Command);
            },
            cancellationToken);
    }

    /// <summary>Runs inserts of one row each and gives the keys that the database generated, in the order of the inserts.</summary>
    /// <param name="inserts">The inserts, at least one. They give their keys back, where the database can do that.</param>
    /// <param name="read">Reads the key of the insert at a position from a result.</param>
    /// <param name="convert">Makes the key of the insert at a position of the number that the database says, where it does not give keys back.</param>
    /// <param name="cancellationToken">Cancels them.</param>
    /// <returns>A key for each row that the database stored: fewer, if it swallowed one.</returns>
    internal ValueTask<IReadOnlyList<TKey>> InsertEachAsync<TKey>(
        IReadOnlyList<SqlStatement> inserts, Func<int, DbDataReader, TKey> read, Func<int, long, TKey> convert, CancellationToken cancellationToken)
    {
        var calls = inserts.Select(CallFor).ToArray();
        return ExecuteAsync(
            calls[0],
            static (connection, batch, ct) => batch.RunAsync(connection, ct),
            new InsertBatch<TKey>(calls, read, convert),
            cancellationToken);
    }

    /// <summary>Looks at a statement before anything is done for it; throws where it may not be run here.</summary>
    private protected virtual void Admit(SqlText text)
    {
    }

    /// <summary>Runs a query whose result the caller reads; the callback says whether it has seen the end.</summary>
    internal ValueTask<TResult> ReadAsync<TResult>(
        SqlStatement statement,
        Func<DbDataReader, SqlText, CancellationToken, ValueTask<(TResult Result, bool IsAtEnd)>> body,
        CancellationToken cancellationToken)
        => ExecuteAsync(statement, (run, text, ct) => Rows.ReadAsync(run, text, body, ct), cancellationToken);

    /// <summary>Gets the connection for one statement.</summary>
    private protected abstract ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken);

    /// <summary>Gives it back, or keeps it for the transaction's next statement.</summary>
    private protected virtual ValueTask EndAsync(ConnectionLease lease) => lease.DisposeAsync();

    /// <summary>
    /// How a read whose answer was lost is run again; null where it is not: where retries are off, and inside a transaction, where
    /// what came before it is lost as well.
    /// </summary>
    private protected virtual ResiliencePipeline? ReadRetry => Context.ReadRetry;

    /// <summary>Whether a failed statement may abort what came before it.</summary>
    private protected virtual bool IsTransaction => false;

    /// <summary>Whether a statement may be run again when its answer was lost.</summary>
    private protected virtual bool MayRepeat(SqlText text) => IsSaidToRead || text.IsRead;

    /// <summary>Whether the caller has declared that the statements only read.</summary>
    private protected virtual bool IsSaidToRead => false;

    /// <summary>Called when a statement has failed, whether or not the caller hides it.</summary>
    private protected virtual void OnFailed(Exception exception, in DatabaseFailure failure)
    {
    }

    /// <summary>The clock of a call that has a deadline; null for one that has none.</summary>
    private protected virtual CallClock? StartClock(CancellationToken cancellationToken) => null;

    private static InvalidOperationException WrongCount(SqlStatement statement, int count, string expected)
        => new($"The query returned {(count == 0 ? "no row" : "more than one row")}, but {expected} was expected: {statement}");
}
