using System.Data;
using System.Data.Common;
using DataAccess.MySql.Sql;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// Has the server parse a statement. The driver tells the columns only of one that is run, so one that only reads is run with a limit of no rows, which
/// the server evaluates without reading any; a limit of its own counts instead.
/// </summary>
internal static class MySqlDescription
{
    private const string Unlimited = "set sql_select_limit = default";

    /// <summary>What <paramref name="read"/> makes of a statement's result; null if it may not be run.</summary>
    /// <exception cref="MySqlException">The server does not accept the statement.</exception>
    public static async ValueTask<TResult?> OfAsync<TResult>(DbCommand command, bool onlyReads, Func<DbDataReader, TResult> read, CancellationToken cancellationToken)
        where TResult : class
    {
        if (!onlyReads)
        {
            // The driver takes a variable for a parameter, so such a statement is not parsed.
            if (!MySqlDialect.Instance.CanPrepare(command.CommandText))
            {
                return null;
            }

            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }

        var connection = (MySqlConnection)command.Connection!;
        var batch = BatchOf(connection, (MySqlCommand)command);
        await using (batch.ConfigureAwait(false))
        {
            try
            {
                var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (reader.FieldCount == 0 && await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
                    {
                        // What sets the limit has no columns.
                    }

                    return read(reader);
                }
            }
            catch (Exception exception) when ((exception is MySqlException or OperationCanceledException) && connection.State == ConnectionState.Open)
            {
                // What follows a statement that fails is not run.
                await RawSql.ExecuteAsync(connection, Unlimited, CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>The statement between those that set the limit: one round trip.</summary>
    private static MySqlBatch BatchOf(MySqlConnection connection, MySqlCommand command)
    {
        var statement = new MySqlBatchCommand(command.CommandText);
        foreach (MySqlParameter parameter in command.Parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return new MySqlBatch(connection) { Timeout = command.CommandTimeout, BatchCommands = { new MySqlBatchCommand("set sql_select_limit = 0"), statement, new MySqlBatchCommand(Unlimited) } };
    }
}
