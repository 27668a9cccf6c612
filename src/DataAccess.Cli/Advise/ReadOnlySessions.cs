using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DataAccess.Cli.Advise;

/// <summary>Makes sessions read-only, whatever statement is measured in them.</summary>
internal static class ReadOnlySessions
{
    public static async ValueTask SetAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // The readers of a file are read-only in any case, and reject this.
        if (connection is SqliteConnection)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = connection is NpgsqlConnection ? "set default_transaction_read_only = on" : "set session transaction read only";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
