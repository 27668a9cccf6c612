using System.Data;
using System.Data.Common;
using DataAccess.Providers;
using DataAccess.Sqlite.Sessions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite;

/// <content>Transactions.</content>
internal sealed partial class SqliteProvider
{
    public override ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A writer takes the write lock at once: a transaction that reads first and writes later could not be upgraded.
        var isolation = options.Isolation == IsolationLevel.ReadUncommitted ? IsolationLevel.ReadUncommitted : IsolationLevel.Serializable;
        return new(((SqliteConnection)connection).BeginTransaction(isolation, deferred: options.ReadOnly));
    }

    public override async ValueTask CommitAsync(DbTransaction transaction, BatchConnection connection)
    {
        if (!await IsInTransactionAsync(connection.Connection, transaction, askServer: true).ConfigureAwait(false))
        {
            throw new TransactionEndedException(Endpoint, null);
        }

        try
        {
            await base.CommitAsync(transaction, connection).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // The driver has noticed a rollback of other code's, although another transaction was begun since.
            throw new TransactionEndedException(Endpoint, exception);
        }
    }

    public override ValueTask<bool> HasTransactionAsync(DbConnection connection) => new(raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0);

    public override ValueTask<bool> IsInTransactionAsync(DbConnection connection, DbTransaction transaction, bool askServer)
        => new(((SqliteConnection)connection).Handle is { IsInvalid: false, IsClosed: false } handle && raw.sqlite3_get_autocommit(handle) == 0
            && transaction.Connection is not null && !(askServer && _shared.TryGetValue(connection, out var watch) && watch.HasCommitted));

    public override DbTransaction ShareTransaction(DbConnection connection, DbTransaction transaction)
    {
        _shared.GetValue(connection, static shared => new CommitWatch((SqliteConnection)shared));
        return transaction;
    }

    public override void EndSharing(DbConnection connection, DbTransaction transaction)
    {
        if (_shared.TryGetValue(connection, out var watch))
        {
            watch.End();
            _shared.Remove(connection);
        }
    }

    public override bool HasOpenResult(DbConnection connection) => CommitWatch.HasOpenResult((SqliteConnection)connection);
}
