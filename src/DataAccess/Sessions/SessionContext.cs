using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Failures;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;
using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;
using Polly;

namespace DataAccess.Sessions;

/// <summary>What all sessions of one database share.</summary>
internal sealed class SessionContext
{
    private readonly ConditionalWeakTable<DbConnection, BorrowedConnection> _borrowed = [];
    private readonly ResiliencePipeline _transactionRetry;

    public SessionContext(
        DatabaseProvider provider, ConnectionManager connections, RetryOptions retry, bool logParameterValues, SlowStatements? slow, ILogger logger, TimeProvider time, Conversions conversions)
    {
        Provider = provider;
        Connections = connections;
        Time = time;
        Logger = logger;
        Conversions = conversions;
        Texts = new SqlTextCache(provider.Dialect, conversions);
        QueryLog = new QueryLog(logger, logParameterValues, slow);
        ReadRetry = RetryPipeline.ForReads(retry, time, MayReadAgain);
        _transactionRetry = RetryPipeline.For(retry, time, IsRolledBack, OnRetry);
    }

    public DatabaseProvider Provider { get; }

    public ConnectionManager Connections { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>The converters of the database.</summary>
    public Conversions Conversions { get; }

    public SqlTextCache Texts { get; }

    public QueryLog QueryLog { get; }

    /// <summary>How a read whose answer was lost is run again; null where retries are off.</summary>
    public ResiliencePipeline? ReadRetry { get; }

    /// <summary>Gets a connection for one statement.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="within">How long the caller has; null for one without a deadline.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    public ValueTask<ConnectionLease> AcquireAsync(SqlText text, TimeSpan? within, CancellationToken cancellationToken)
        => Connections.AcquireAsync(
            text.IsRead ? ConnectionRole.Reader : ConnectionRole.Writer, new LeaseHolder(text.Sql, Within: within), cancellationToken);

    /// <summary>What is known of a connection that its caller has opened.</summary>
    public BorrowedConnection Borrow(DbConnection connection)
        => _borrowed.GetValue(connection, borrowed => new BorrowedConnection(this, borrowed));

    /// <summary>Runs work in a transaction, and again while it is known to have been rolled back.</summary>
    /// <param name="options">Isolation level and whether it only reads.</param>
    /// <param name="work">The work, which may be run again.</param>
    /// <param name="left">How long the caller has, for whom the pool answers at the deadline; null for one without.</param>
    /// <param name="cancellationToken">Cancels and rolls back; not once COMMIT is sent.</param>
    /// <param name="values">What its statements see in the session, or null.</param>
    public ValueTask<TResult> InTransactionAsync<TResult>(
        TransactionOptions options,
        Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work,
        Func<TimeSpan>? left,
        CancellationToken cancellationToken,
        SessionValues? values = null)
    {
        AmbientTransaction.Refuse();
        return _transactionRetry.ExecuteAsync(
            static (state, ct) => TransactionRunner.RunAsync(state.Context, state.Options, state.Work, state.Left?.Invoke(), state.Values, ct),
            (Context: this, Options: options, Work: work, Left: left, Values: values),
            cancellationToken);
    }

    /// <inheritdoc cref="InTransactionAsync{TResult}"/>
    public async ValueTask InTransactionAsync(
        TransactionOptions options,
        Func<DatabaseTransaction, CancellationToken, ValueTask> work,
        Func<TimeSpan>? left,
        CancellationToken cancellationToken,
        SessionValues? values = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        await InTransactionAsync(
            options,
            async (transaction, ct) =>
            {
                await work(transaction, ct).ConfigureAwait(false);
                return true;
            },
            left,
            cancellationToken,
            values).ConfigureAwait(false);
    }

    /// <summary>The columns of a table, in its order; empty where there is no such table.</summary>
    public async ValueTask<IReadOnlyList<TableColumn>> DescribeTableAsync(TableName table, ConnectionRole role, CancellationToken cancellationToken)
    {
        var lease = await Connections.AcquireAsync(role, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            // In doubt unless it ends well: closing one connection is cheap here.
            lease.Physical.MarkBroken();
            var columns = await lease.Physical.RunAsync(
                static (connection, state, ct) => state.Provider.DescribeTableAsync(connection.Connection, state.Table, ct),
                (Provider, Table: table),
                cancellationToken).ConfigureAwait(false);
            lease.Physical.ClearBroken();
            return columns;
        }
    }

    /// <summary>Whether a read may be tried once more: its connection was lost, or its statement has to be prepared anew.</summary>
    private bool MayReadAgain(Exception exception)
        => FailureOrigin.IsFrom(exception, Provider) && Provider.Classify(exception).Kind is FailureKind.ConnectionLost or FailureKind.StaleStatement;

    /// <summary>Whether the database's own failure undid the transaction; what the work itself throws is no such failure, of whatever type it is.</summary>
    private bool IsRolledBack(Exception exception)
        => FailureOrigin.IsFrom(exception, Provider) && Provider.Classify(exception).Kind is FailureKind.RolledBack or FailureKind.ConnectionLost or FailureKind.StaleStatement;

    private void OnRetry(Exception exception, int attempt)
        => Log.TransactionRetried(Logger, Provider.Endpoint, Provider.Classify(exception).Code, attempt);
}
