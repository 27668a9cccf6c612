using System.Data.Common;

namespace DataAccess.Shared;

/// <summary>Runs a text without parameters on a driver's connection, for the providers themselves: it is neither prepared nor traced.</summary>
internal static class RawSql
{
    /// <summary>Runs statements within the driver's own timeout.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="sql">The text.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static ValueTask ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
        => ExecuteAsync(CommandFor(connection, sql), cancellationToken);

    /// <summary>Runs statements within a timeout.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="sql">The text.</param>
    /// <param name="timeoutSeconds">How long they may take, in seconds, or 0 for no limit.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static ValueTask ExecuteAsync(DbConnection connection, string sql, int timeoutSeconds, CancellationToken cancellationToken)
    {
        var command = CommandFor(connection, sql);
        command.CommandTimeout = timeoutSeconds;
        return ExecuteAsync(command, cancellationToken);
    }

    /// <summary>Returns the first column of the first row of a query, or null if there is no row.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="sql">The text.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<object?> QueryScalarAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = CommandFor(connection, sql);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static DbCommand CommandFor(DbConnection connection, string sql)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static async ValueTask ExecuteAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
