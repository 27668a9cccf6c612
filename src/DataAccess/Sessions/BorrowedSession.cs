using System.Data;
using System.Data.Common;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Sql;
using DataAccess.Telemetry;
using Polly;

namespace DataAccess.Sessions;

/// <summary>The query methods on a connection that its caller has opened, and in its caller's transaction. It ends neither.</summary>
internal sealed class BorrowedSession : DatabaseSession
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private readonly BorrowedConnection _borrowed;

    public BorrowedSession(SessionContext context, DbConnection connection, DbTransaction? transaction)
        : base(context)
    {
        _connection = connection;
        _transaction = transaction;
        _borrowed = context.Borrow(connection);
    }

    private protected override ResiliencePipeline? ReadRetry => null;

    private protected override bool IsTransaction => _transaction is not null;

    public override async ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        AmbientTransaction.Refuse();
        CheckIsOpen();
        var lease = await _borrowed.EnterAsync(_transaction, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_transaction is null && await Provider.HasTransactionAsync(_connection).ConfigureAwait(false))
            {
                throw TransactionRunner.AlreadyBegun(null);
            }
        }
        finally
        {
            await _borrowed.LeaveAsync().ConfigureAwait(false);
        }

        if (_transaction is null)
        {
            await BeginOwnAsync(lease, work, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await InSavepointAsync(lease, work, cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override void Admit(SqlText text)
    {
        if (_transaction is not null && text.EffectOnTransaction == TransactionEffect.Ends)
        {
            throw new InvalidOperationException(
                $"This statement would end the transaction that was passed to Database.Use; it was not sent: {text.Sql} "
                + $"Commit and roll back with the DbTransaction itself, use InTransactionAsync for a savepoint, and run statements that {Dialect.Name} commits implicitly outside the transaction.");
        }
    }

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        CheckIsOpen();
        return _borrowed.EnterAsync(_transaction ?? (_borrowed.Physical.Transaction is null ? CurrentTransaction() : null), cancellationToken);
    }

    private protected override ValueTask EndAsync(ConnectionLease lease) => _borrowed.LeaveAsync();

    /// <summary>Runs work in a savepoint of the caller's transaction.</summary>
    private async ValueTask InSavepointAsync(
        ConnectionLease lease, Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var connection = lease.Physical;
        var outer = (connection.Transaction, connection.GivenTransaction, connection.Savepoints);
        (connection.Transaction, connection.GivenTransaction) = (_transaction, _transaction);
        connection.Savepoints = outer.Transaction is null ? 0 : outer.Savepoints;
        var transaction = new DatabaseTransaction(Context, lease);
        try
        {
            await transaction.InTransactionAsync(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            transaction.MarkEnded();
            (connection.Transaction, connection.GivenTransaction, _) = outer;
        }
    }

    /// <summary>Runs work in a transaction of its own on the caller's connection, once.</summary>
    private async ValueTask BeginOwnAsync(ConnectionLease lease, Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var connection = lease.Physical;
        try
        {
            await TransactionRunner.RunAsync(
                Context,
                lease,
                TransactionOptions.Default,
                async (transaction, ct) =>
                {
                    await work(transaction, ct).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            (connection.Transaction, connection.GivenTransaction) = (null, null);
            if (connection.IsBroken && _connection.State == ConnectionState.Open)
            {
                // The transaction could not be ended, and the caller, who did not begin it, does not know of it.
                await CloseQuietlyAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask CloseQuietlyAsync()
    {
        try
        {
            await _connection.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.CloseFailed(Context.Logger, Provider.Endpoint, exception.GetType().Name);
        }
    }

    /// <summary>The transaction that the driver gives to a new command of its own accord, as SQLite's does.</summary>
    private DbTransaction? CurrentTransaction()
    {
        using var command = _connection.CreateCommand();
        return command.Transaction;
    }

    private void CheckIsOpen()
    {
        if (_connection.State != ConnectionState.Open)
        {
            throw new InvalidOperationException($"The connection that was passed to Database.Use is {_connection.State}, and must be Open. Use it before it is closed.");
        }

        if (_transaction is not null && !IsOf(_transaction, _connection))
        {
            throw new InvalidOperationException("The transaction that was passed to Database.Use has ended. Call Use again, with the connection's current transaction or with null.");
        }
    }

    /// <summary>Whether a transaction is open on a connection.</summary>
    public static bool IsOf(DbTransaction transaction, DbConnection connection)
    {
        try
        {
            // Npgsql's says that it has ended by throwing, and only here.
            _ = transaction.IsolationLevel;
            return ReferenceEquals(transaction.Connection, connection);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
