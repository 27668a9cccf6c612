using System.Data;
using System.Data.Common;
using DataAccess.PostgreSql.Sessions;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql;

/// <content>Transactions.</content>
internal sealed partial class PostgreSqlProvider
{
    public override bool ForbidsTransaction(in DatabaseFailure failure) => failure.Code == PostgresErrorCodes.ActiveSqlTransaction;

    public override async ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        _shared.Remove(connection);
        var isolation = options.Isolation == IsolationLevel.Unspecified
            ? await _isolation.OfAsync(connection, cancellationToken).ConfigureAwait(false)
            : options.Isolation;
        var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken).ConfigureAwait(false);
        if (options.ReadOnly)
        {
            await RawSql.ExecuteAsync(connection, "set transaction read only", cancellationToken).ConfigureAwait(false);
        }

        return transaction;
    }

    public override bool ReportsSettings => true;

    public override ValueTask CheckSettingsAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        BorrowedSettings.Check((NpgsqlConnection)connection);
        return default;
    }

    public override async ValueTask CommitAsync(DbTransaction transaction, BatchConnection connection)
    {
        if (!await IsInTransactionAsync(connection.Connection, transaction, askServer: false).ConfigureAwait(false))
        {
            throw new TransactionEndedException(Endpoint, null);
        }

        await _commit.RunAsync(connection, isShared: _shared.Remove(connection.Connection)).ConfigureAwait(false);
    }

    public override ValueTask<bool> IsInTransactionAsync(DbConnection connection, DbTransaction transaction, bool askServer)
    {
        try
        {
            // The driver reads the transaction state with every answer, and exposes it only here.
            _ = transaction.IsolationLevel;
            return new(true);
        }
        catch (InvalidOperationException)
        {
            return new(false);
        }
    }

    public override DbTransaction ShareTransaction(DbConnection connection, DbTransaction transaction)
    {
        // The driver sends it with the next statement. Its object works for the connection's next transaction too, so the state alone does not tell which one is open.
        transaction.Save(PostgreSqlCommit.Savepoint);
        _shared.AddOrUpdate(connection, transaction);
        return transaction;
    }

    public override bool HasOpenResult(DbConnection connection)
        => (((NpgsqlConnection)connection).FullState & (ConnectionState.Executing | ConnectionState.Fetching)) != ConnectionState.Closed;
}
