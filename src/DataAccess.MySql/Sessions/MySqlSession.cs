using System.Data;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>Statements without parameters on a batch's connection.</summary>
internal static class MySqlSession
{
    public static ValueTask ExecuteAsync(MySqlConnection connection, string sql, CancellationToken cancellationToken)
        => RunAsync(new MySqlCommand(sql, connection), cancellationToken);

    /// <summary>Commits a batch, within its timeout.</summary>
    public static ValueTask CommitAsync<T>(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
        => RunAsync(new MySqlCommand("commit", connection) { CommandTimeout = MySqlPatience.For(attempt) }, cancellationToken);

    private static async ValueTask RunAsync(MySqlCommand command, CancellationToken cancellationToken)
    {
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

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
            await RunAsync(new MySqlCommand("rollback", connection) { CommandTimeout = MySqlPatience.ForSmall(attempt) }, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is MySqlException or InvalidOperationException or IOException)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            return false;
        }
    }
}
