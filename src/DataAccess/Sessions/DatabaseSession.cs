using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Failures;
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
    /// <typeparam name="T">A type with a property for each column, or a single value's type for a single column.</typeparam>
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

    /// <summary>
    /// Runs two queries in one round trip: a batch on PostgreSQL, MySQL and MariaDB. On SQLite, which has no round trips, one
    /// after the other on one connection.
    /// </summary>
    /// <typeparam name="T1">The first query's rows, as in <see cref="QueryAsync{T}"/>.</typeparam>
    /// <typeparam name="T2">The second query's rows.</typeparam>
    /// <param name="first">The first query.</param>
    /// <param name="second">The second query.</param>
    /// <param name="cancellationToken">Cancels both.</param>
    /// <exception cref="MappingException">A row does not fit its type.</exception>
    public ValueTask<(IReadOnlyList<T1> First, IReadOnlyList<T2> Second)> QueryMultipleAsync<
        [DynamicallyAccessedMembers(MappedMembers.All)] T1, [DynamicallyAccessedMembers(MappedMembers.All)] T2>(
        SqlStatement first, SqlStatement second, CancellationToken cancellationToken = default)
    {
        var one = CallFor(first);
        var other = CallFor(second);

        // The connection that either of them needs serves both.
        return ExecuteAsync(
            one.Text.IsRead ? other : one,
            static (connection, state, ct) => StatementBatch.RunAsync<T1, T2>(connection, state.Provider, state.First, state.Second, ct),
            (Provider, First: one, Second: other),
            cancellationToken);
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many rows it changed, as the driver reports it.</returns>
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

    private StatementCall CallFor(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        AmbientTransaction.Refuse();
        var text = Context.Texts.Get(statement);
        Admit(text);
        return new StatementCall(text, SqlRenderer.Values(statement, text, Dialect));
    }

    private ValueTask<TResult> ExecuteAsync<TResult>(
        SqlStatement statement, Func<StatementRun, SqlText, CancellationToken, ValueTask<TResult>> body, CancellationToken cancellationToken)
    {
        var call = CallFor(statement);
        return ExecuteAsync(call, RunCommandAsync, (Call: call, Body: body), cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<TResult> RunCommandAsync<TResult>(
        PhysicalConnection connection,
        (StatementCall Call, Func<StatementRun, SqlText, CancellationToken, ValueTask<TResult>> Body) state,
        CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(state.Call, cancellationToken).ConfigureAwait(false);
        var run = await StatementRun.PrepareAsync(connection, state.Call, command, cancellationToken).ConfigureAwait(false);
        return await state.Body(run, state.Call.Text, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The one way of a call: attempted under the caller's deadline; a read whose connection was lost is repeated on another.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> ExecuteAsync<TState, TResult>(
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        using var clock = StartClock(cancellationToken);
        var token = clock?.Token ?? cancellationToken;
        try
        {
            Exception lost;
            try
            {
                return await AttemptAsync(call, work, state, token).ConfigureAwait(false);
            }
            catch (Exception exception) when (ReadRetry is not null && MayRepeat(call.Text) && IsLostConnection(exception))
            {
                lost = exception;
            }

            return await RepeatAsync(lost, ReadRetry, call, work, state, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock?.HasExpired(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }
    }

    /// <summary>One attempt: acquires a connection, runs, classifies, traces and logs, and gives the connection back.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> AttemptAsync<TState, TResult>(
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        var lease = await BeginAsync(call.Text, cancellationToken).ConfigureAwait(false);
        var operation = OperationScope.Begin(Provider, call.Text);
        try
        {
            TResult result;
            try
            {
                result = await lease.Physical.RunAsync(work, state, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsOfConnection(lease, exception))
            {
                var failure = Classify(lease, exception);
                ThrowInstead(exception, failure, cancellationToken);
                if (failure.Kind != FailureKind.StaleStatement || exception is not DbException || !call.Text.IsPreparable)
                {
                    throw;
                }

                // The table changed under the prepared statement, or the session was made to forget it. The server did nothing, so it is
                // prepared anew and run, which is no retry. A procedure may say the same of a statement of its own, after others of it
                // were done. A transaction that any error ends is run again as a whole.
                await lease.Physical.RunAsync(ForgetAsync, call.Text, CancellationToken.None).ConfigureAwait(false);
                if (IsTransaction && Provider.AbortsTransactionOnError)
                {
                    throw;
                }

                result = await ClassifiedAsync(lease, lease.Physical.RunAsync(work, state, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            operation.Succeed(result);
            QueryLog.Executed(call, operation.Elapsed);
            return result;
        }
        catch (Exception exception)
        {
            var failure = FailureOrigin.FailureOf(exception, Provider);
            operation.End(failure);
            QueryLog.Failed(call, failure);
            throw;
        }
        finally
        {
            await EndAsync(lease).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a read again whose answer was lost; where that would write, the loss is what the caller is told.</summary>
    private async ValueTask<TResult> RepeatAsync<TState, TResult>(
        Exception lost,
        ResiliencePipeline retry,
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        try
        {
            // The text may hide a write, in a view or a user-defined operator; the first time it may have been done.
            return await retry.ExecuteAsync(
                static async (run, ct) => await run.Session.AttemptAsync(run.Call, ReadOnlyAttempt.RunAsync, (run.Session.Provider, run.Session.IsSaidToRead, run.Work, run.State), ct).ConfigureAwait(false),
                (Session: this, Call: call, Work: work, State: state),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RepeatRefusedException || (exception is DbException && ReadOnlyAttempt.IsRefusedWrite(Provider.Classify(exception))))
        {
            ExceptionDispatchInfo.Throw(lost);
            throw;
        }
    }

    /// <summary>Called when a statement has failed, whether or not the caller hides it.</summary>
    private protected virtual void OnFailed(Exception exception, in DatabaseFailure failure)
    {
    }

    /// <summary>The clock of a call that has a deadline; null for one that has none.</summary>
    private protected virtual CallClock? StartClock(CancellationToken cancellationToken) => null;

    private protected bool IsLostConnection(Exception exception)
        => FailureOrigin.IsFrom(exception, Provider) && Provider.Classify(exception).Kind == FailureKind.ConnectionLost;

    /// <summary>Awaits work on a lease, and classifies its failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> ClassifiedAsync<TResult>(
        ConnectionLease lease, ValueTask<TResult> work, CancellationToken cancellationToken, CallClock? clock = null, StreamWatch? watch = null)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (Exception exception) when (watch?.Note(exception) != true && IsOfConnection(lease, exception))
        {
            ThrowInstead(exception, Classify(lease, exception), cancellationToken, clock);
            throw;
        }
    }

    /// <summary>Classifies a failure, which decides whether the connection may be handed on.</summary>
    private DatabaseFailure Classify(ConnectionLease lease, Exception exception)
    {
        FailureOrigin.Mark(exception, Provider);
        var failure = Provider.Classify(exception);
        OnFailed(exception, failure);
        if (failure.Kind == FailureKind.Cancelled)
        {
            lease.Physical.MarkUnchecked();
        }
        else if (!failure.ServerAnswered)
        {
            lease.Physical.MarkBroken();
        }

        return failure;
    }

    /// <summary>Throws what the caller is told in place of the driver's exception, where that is another.</summary>
    private static void ThrowInstead(Exception exception, in DatabaseFailure failure, CancellationToken cancellationToken, CallClock? clock = null)
    {
        if (failure.Kind != FailureKind.Cancelled)
        {
            return;
        }

        if (clock?.HasExpired(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", exception, cancellationToken);
        }

        if (failure.Code is null && exception is DbException)
        {
            throw new DeadlineExceededException(failure.Message, exception);
        }
    }

    /// <summary>
    /// Whether the driver has thrown it, over this connection. A row's constructor or a converter of the user's may throw the
    /// same types; but where the driver does, the connection has ended.
    /// </summary>
    private static bool IsOfConnection(ConnectionLease lease, Exception exception)
        => exception is DbException or OperationCanceledException or DeadlineExceededException
        || (exception is IOException or SocketException or TimeoutException && lease.Physical.IsBroken);

    private static async ValueTask<bool> ForgetAsync(PhysicalConnection connection, SqlText text, CancellationToken cancellationToken)
    {
        await connection.Statements.RemoveAsync(text).ConfigureAwait(false);
        return true;
    }

    private static InvalidOperationException WrongCount(SqlStatement statement, int count, string expected)
        => new($"The query returned {(count == 0 ? "no row" : "more than one row")}, but {expected} was expected: {statement}");
}
