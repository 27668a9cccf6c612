using System.Data;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>Statements without parameters on a batch's connection.</summary>
internal static class MySqlSession
{
    public static async ValueTask ExecuteAsync(MySqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a transaction that may be open; a connection on which that is not certain is closed.</summary>
    /// <returns>Whether the server has confirmed it.</returns>
    public static async ValueTask<bool> RollBackAsync(MySqlConnection connection)
    {
        if (connection.State != ConnectionState.Open)
        {
            return false;
        }

        try
        {
            // Not with the caller's token, which may be why this is called.
            await ExecuteAsync(connection, "rollback", CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is MySqlException or InvalidOperationException or IOException)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            return false;
        }
    }
}
