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

    public override ValueTask CheckSettingsAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
        => ((NpgsqlConnection)connection).PostgresParameters.TryGetValue("standard_conforming_strings", out var mode) && mode != "on"
            ? throw new InvalidOperationException(
                $"The connection to {Endpoint} has standard_conforming_strings = {mode}, with which a backslash in a statement's text has another meaning than the library reads. Set it to on, for the session or the role, before Database.Use.")
            : default;
}
