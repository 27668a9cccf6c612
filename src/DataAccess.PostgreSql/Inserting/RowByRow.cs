using DataAccess.Mapping;
using DataAccess.PostgreSql.Failures;
using DataAccess.PostgreSql.Sessions;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// One statement per row, all in one transaction and few round trips: for rows whose keys only the database considers equal, as with
/// citext, so that one statement would update a row twice; and for batches of which the server has stored fewer rows than it was sent,
/// to find out which. Those rows are rejected, and what triggers did in their place is undone before the others are committed.
/// </summary>
internal sealed class RowByRow<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict)
    where T : notnull
{
    private const int StatementsPerTrip = 500;

    private static readonly object RowKey = new();

    private readonly Type[] _types = [.. map.Inserted.Select(static column => column.Type)];
    private readonly string _plain = InsertSql.For(provider, map);
    private readonly string _insert = InsertSql.For(provider, map) + InsertSql.Tail(provider, map, onConflict);
    private readonly bool _mayYield = InsertSql.MayYield(map, onConflict);

    /// <summary>The row whose own statement has failed, or -1.</summary>
    public static int RowOf(Exception exception) => exception.Data[RowKey] is int row ? row : -1;

    public async ValueTask RunAsync(NpgsqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        List<int> left = [.. Enumerable.Range(0, attempt.Rows.Length)];
        while (left.Count > 0)
        {
            var swallowed = await TryAsync(connection, attempt, left, cancellationToken).ConfigureAwait(false);
            if (swallowed.Count == 0)
            {
                return;
            }

            foreach (var row in swallowed)
            {
                attempt.Reject(row, SwallowedRows.One);
            }

            left.RemoveAll(swallowed.Contains);
        }
    }

    /// <summary>Sends the rows, and commits if none was swallowed; otherwise returns which were.</summary>
    private async ValueTask<HashSet<int>> TryAsync(NpgsqlConnection connection, BatchAttempt<T> attempt, List<int> rows, CancellationToken cancellationToken)
    {
        var swallowed = new HashSet<int>();
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        // Rolls back if COMMIT was not run.
        await using (transaction.ConfigureAwait(false))
        {
            await LedgerInsert.RunAsync(provider, connection, attempt, cancellationToken).ConfigureAwait(false);
            foreach (var some in rows.Chunk(StatementsPerTrip))
            {
                foreach (var row in await SendAsync(connection, attempt, some, cancellationToken).ConfigureAwait(false))
                {
                    if (!_mayYield || !await YieldsAsync(connection, attempt, row, cancellationToken).ConfigureAwait(false))
                    {
                        swallowed.Add(row);
                    }
                }
            }

            if (swallowed.Count == 0)
            {
                attempt.CommitIsSent();
                await PostgreSqlCommit.RunAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
            }
        }

        return swallowed;
    }

    /// <summary>Sends some rows in one round trip, and returns which of them were not counted.</summary>
    private async ValueTask<List<int>> SendAsync(NpgsqlConnection connection, BatchAttempt<T> attempt, int[] rows, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = attempt.CommandTimeoutSeconds };
        await using (batch.ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                batch.BatchCommands.Add(CommandFor(_insert, attempt.Rows.Span[row]));
            }

            try
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.BatchCommand is { } failed && batch.BatchCommands.IndexOf((NpgsqlBatchCommand)failed) is >= 0 and var at)
            {
                exception.Data[RowKey] = rows[at];
                throw;
            }

            List<int> missing = [];
            for (var i = 0; i < rows.Length; i++)
            {
                if (batch.BatchCommands[i].RecordsAffected == 0)
                {
                    missing.Add(rows[i]);
                }
            }

            return missing;
        }
    }

    /// <summary>Whether a row was left out because of a row with its key: without the clause that leaves it out it is rejected for that.</summary>
    private async ValueTask<bool> YieldsAsync(NpgsqlConnection connection, BatchAttempt<T> attempt, int row, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection)
        {
            Timeout = attempt.CommandTimeoutSeconds,
            BatchCommands = { new NpgsqlBatchCommand("savepoint dataaccess_row"), CommandFor(_plain, attempt.Rows.Span[row]) },
        };
        var yields = false;
        await using (batch.ConfigureAwait(false))
        {
            try
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation)
            {
                yields = true;
            }
        }

        await RawSql.ExecuteAsync(connection, "rollback to savepoint dataaccess_row", attempt.CommandTimeoutSeconds, cancellationToken).ConfigureAwait(false);
        return yields;
    }

    private NpgsqlBatchCommand CommandFor(string sql, T row)
    {
        var command = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < _types.Length; i++)
        {
            command.Parameters.Add((NpgsqlParameter)provider.CreateParameter(i, _types[i]));
        }

        map.Write(row, new ParameterRowWriter(provider, command.Parameters));

        return command;
    }
}
