using System.Data;
using DataAccess.Providers;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>The end of a batch's transaction, within the batch's time.</summary>
internal static class MySqlBatchTransaction
{
    /// <summary>Commits a batch.</summary>
    public static ValueTask CommitAsync<T>(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
        => RawSql.ExecuteAsync(connection, "commit", MySqlCommandTimeout.For(attempt), cancellationToken);

    /// <summary>Ends a batch's transaction that may be open; if the result is not certain, the connection is closed.</summary>
    /// <returns>Whether the server has confirmed it.</returns>
    public static async ValueTask<bool> RollBackAsync<T>(MySqlConnection connection, BatchAttempt<T> attempt)
    {
        if (connection.State != ConnectionState.Open)
        {
            return false;
        }

        try
        {
            // Not with the caller's token, whose cancellation may be the reason for this call.
            await RawSql.ExecuteAsync(connection, "rollback", MySqlCommandTimeout.ForSmall(attempt), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is MySqlException or InvalidOperationException or IOException)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            return false;
        }
    }
}
