using System.Data.Common;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>The two parameters of a commit marker in the ledger: the batch's id and how long it is kept.</summary>
internal static class LedgerParameters
{
    public static void Set(DbParameterCollection parameters, int first, Guid batchId, long seconds)
    {
        parameters[first].Value = batchId;
        parameters[first + 1].Value = seconds;
    }

    public static void Add(DatabaseProvider provider, DbParameterCollection parameters, Guid batchId, long seconds)
    {
        var first = parameters.Count;
        parameters.Add(provider.CreateParameter(first, typeof(Guid)));
        parameters.Add(provider.CreateParameter(first + 1, typeof(long)));
        Set(parameters, first, batchId, seconds);
    }

    /// <summary>Writes the commit marker with a separate statement, if the batch has one.</summary>
    public static async ValueTask InsertAsync<T>(DatabaseProvider provider, NpgsqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        if (attempt.BatchId is not { } id)
        {
            return;
        }

        var command = new NpgsqlCommand(LedgerSql.Insert(provider.Dialect), connection) { CommandTimeout = attempt.CommandTimeoutSeconds };
        await using (command.ConfigureAwait(false))
        {
            Add(provider, command.Parameters, id, attempt.LedgerSeconds);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
