using DataAccess.Mapping;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// Checks whether inserts into a table would start at all: they are planned, and their permissions are checked, but they are not
/// run, so that neither rows nor triggers affect the result.
/// </summary>
internal static class TableCheck
{
    public static async ValueTask RunAsync<T>(
        DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict, BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)connection.Connection)
        {
            BatchCommands = { new NpgsqlBatchCommand($"explain {InsertSql.OfNulls(provider, map)} where 1 = 0{InsertSql.Tail(provider, map, onConflict)}") },
        };
        await using (batch.ConfigureAwait(false))
        {
            if (withLedger)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand($"explain {LedgerSql.OfNulls(provider.Dialect)} where 1 = 0"));
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
