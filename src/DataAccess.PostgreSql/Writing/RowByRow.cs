using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>
/// A statement a row, all in one transaction and few round trips: for rows whose keys only the database takes for equal, as with
/// citext, so that one statement would update a row twice.
/// </summary>
internal sealed class RowByRow<T>(PostgreSqlProvider provider, TableMap<T> map)
    where T : notnull
{
    private const int StatementsPerTrip = 500;

    private readonly Type[] _types = [.. map.Inserted.Select(static column => column.Type)];

    public async ValueTask RunAsync(
        NpgsqlConnection connection, string insert, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (attempt.BatchId is { } batchId)
            {
                var ledger = new NpgsqlCommand(LedgerSql.Insert(provider.Dialect), connection) { CommandTimeout = attempt.CommandTimeoutSeconds };
                await using (ledger.ConfigureAwait(false))
                {
                    LedgerParameters.Add(provider, ledger.Parameters, batchId, attempt.LedgerSeconds);
                    await ledger.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            for (var start = 0; start < rows.Length; start += StatementsPerTrip)
            {
                var batch = Build(connection, insert, rows.Span.Slice(start, Math.Min(StatementsPerTrip, rows.Length - start)));
                batch.Timeout = attempt.CommandTimeoutSeconds;
                await using (batch.ConfigureAwait(false))
                {
                    await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            attempt.CommitIsSent();
            await PostgreSqlCommit.RunAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private NpgsqlBatch Build(NpgsqlConnection connection, string insert, ReadOnlySpan<T> rows)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(insert);
            for (var i = 0; i < _types.Length; i++)
            {
                command.Parameters.Add((NpgsqlParameter)provider.CreateParameter(i, _types[i]));
            }

            var writer = new ParameterRowWriter(provider, command.Parameters);
            for (var i = 0; i < _types.Length; i++)
            {
                map.Inserted[i].Write(row, writer, i);
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
