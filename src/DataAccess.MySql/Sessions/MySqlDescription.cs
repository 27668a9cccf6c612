using System.Data.Common;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// Has the server parse a statement. The driver tells the columns only of one that is run, so one that only reads is run with a limit of no rows, which
/// the server evaluates without reading any; a limit of its own counts instead.
/// </summary>
internal static class MySqlDescription
{
    /// <summary>The result of a statement, for <paramref name="read"/>; null if it may not be run.</summary>
    /// <exception cref="MySqlException">The server does not accept the statement.</exception>
    public static async ValueTask<TResult?> OfAsync<TResult>(DbCommand command, bool onlyReads, Func<DbDataReader, TResult> read, CancellationToken cancellationToken)
        where TResult : class
    {
        if (!onlyReads)
        {
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        var connection = (MySqlConnection)command.Connection!;
        await RawSql.ExecuteAsync(connection, "set sql_select_limit = 0", cancellationToken).ConfigureAwait(false);
        try
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return read(reader);
            }
        }
        finally
        {
            await RawSql.ExecuteAsync(connection, "set sql_select_limit = default", CancellationToken.None).ConfigureAwait(false);
        }
    }
}
