using System.Data;
using System.Data.Common;
using DataAccess.MySql.Sessions;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql;

/// <content>Transactions.</content>
internal sealed partial class MySqlProvider
{
    public override async ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        var mySql = (MySqlConnection)connection;
        await RawSql.ExecuteAsync(mySql, MySqlSessionTransaction.BeginText(options), cancellationToken).ConfigureAwait(false);
        return new MySqlSessionTransaction(mySql, Endpoint, options.Isolation);
    }

    public override async ValueTask<bool> IsInTransactionAsync(DbConnection connection, DbTransaction transaction, bool askServer)
        => transaction is MySqlSessionTransaction own ? !askServer || await own.IsOpenAsync().ConfigureAwait(false)
        : transaction.Connection is not null && (!askServer || await MySqlSessionTransaction.IsAnyOpenAsync((MySqlConnection)connection).ConfigureAwait(false));

    public override async ValueTask<bool> HasTransactionAsync(DbConnection connection)
    {
        try
        {
            return await MySqlSessionTransaction.IsAnyOpenAsync((MySqlConnection)connection).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException && connection.State == ConnectionState.Open)
        {
            // The driver has a transaction, which the statement was to be given.
            return true;
        }
    }

    public override DbTransaction ShareTransaction(DbConnection connection, DbTransaction transaction)
        => transaction is MySqlSessionTransaction own ? own.Share() : transaction;

    public override void EndSharing(DbConnection connection, DbTransaction transaction) => (transaction as MySqlSessionTransaction)?.EndSharing();

    public override ValueTask CheckSettingsAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        _serverVersion = connection.ServerVersion;
        return BorrowedSettings.CheckAsync((MySqlConnection)connection, (MySqlTransaction?)transaction, cancellationToken);
    }
}
