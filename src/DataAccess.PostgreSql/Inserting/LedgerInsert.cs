using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Writes a batch's commit marker with a separate statement.</summary>
internal static class LedgerInsert
{
    /// <summary>The statement for a batch that has a marker.</summary>
    public static NpgsqlBatchCommand CommandFor<T>(DatabaseProvider provider, BatchAttempt<T> attempt)
    {
        var command = new NpgsqlBatchCommand(LedgerSql.Insert(provider.Dialect));
        foreach (var type in LedgerSql.ParameterTypes)
        {
            command.Parameters.Add((NpgsqlParameter)provider.CreateParameter(command.Parameters.Count, type));
        }

        LedgerSql.WriteParameters(attempt, new ParameterRowWriter(provider, command.Parameters));
        return command;
    }

    /// <summary>Writes the marker, if the batch has one.</summary>
    public static async ValueTask RunAsync<T>(DatabaseProvider provider, NpgsqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        if (attempt.BatchId is null)
        {
            return;
        }

        var batch = new NpgsqlBatch(connection) { Timeout = attempt.CommandTimeoutSeconds, BatchCommands = { CommandFor(provider, attempt) } };
        await using (batch.ConfigureAwait(false))
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
