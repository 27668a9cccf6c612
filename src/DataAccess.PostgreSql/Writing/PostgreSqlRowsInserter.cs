using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>
/// For tables with array columns, which <c>unnest</c> would flatten: multi-row inserts with a parameter a value. A batch that
/// fits one statement is its own transaction; a longer one is one transaction of several.
/// </summary>
internal sealed class PostgreSqlRowsInserter<T>(PostgreSqlProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    // More rows gain little and make the text, and the search for a bad row, longer.
    private const int MaxRowsPerStatement = 1_000;

    private readonly Type[] _types = [.. map.Inserted.Select(static column => column.Type)];
    private readonly int _rowsPerStatement = Math.Clamp(provider.Dialect.MaxParameters / map.Inserted.Count, 1, MaxRowsPerStatement);
    private readonly LatestRows<T>? _latest = onConflict == ConflictAction.Update && map.Key is { } key ? new LatestRows<T>(key) : null;
    private string _sql = "";
    private int _sqlRows;

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var postgreSql = (NpgsqlConnection)connection.Connection;
        var rows = _latest is null ? attempt.Rows : _latest.Of(attempt.Rows);
        if (rows.Length <= _rowsPerStatement && attempt.BatchId is null)
        {
            var command = CommandFor(postgreSql, rows);
            attempt.CommitIsSent();
            await ExecuteAsync(command, attempt, cancellationToken).ConfigureAwait(false);
            return;
        }

        var transaction = await postgreSql.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (attempt.BatchId is { } batchId)
            {
                var ledger = new NpgsqlCommand(LedgerSql.Insert(provider.Dialect), postgreSql);
                LedgerParameters.Add(provider, ledger.Parameters, batchId, attempt.LedgerSeconds);
                await ExecuteAsync(ledger, attempt, cancellationToken).ConfigureAwait(false);
            }

            for (var start = 0; start < rows.Length; start += _rowsPerStatement)
            {
                var count = Math.Min(_rowsPerStatement, rows.Length - start);
                await ExecuteAsync(CommandFor(postgreSql, rows.Slice(start, count)), attempt, cancellationToken).ConfigureAwait(false);
            }

            attempt.CommitIsSent();
            await PostgreSqlCommit.RunAsync(postgreSql, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
        => TableCheck.RunAsync(provider, map, connection, withLedger, cancellationToken);

    private static async ValueTask ExecuteAsync(NpgsqlCommand command, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        command.CommandTimeout = attempt.CommandTimeoutSeconds;
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private NpgsqlCommand CommandFor(NpgsqlConnection connection, ReadOnlyMemory<T> rows)
    {
        var command = new NpgsqlCommand(SqlFor(rows.Length), connection);
        foreach (var row in rows.Span)
        {
            var first = command.Parameters.Count;
            for (var column = 0; column < _types.Length; column++)
            {
                command.Parameters.Add((NpgsqlParameter)provider.CreateParameter(first + column, _types[column]));
            }

            var writer = new ParameterRowWriter(provider, command.Parameters, first);
            for (var column = 0; column < _types.Length; column++)
            {
                map.Inserted[column].Write(row, writer, column);
            }
        }

        return command;
    }

    private string SqlFor(int rows)
    {
        if (_sqlRows != rows)
        {
            _sql = InsertSql.For(provider, map, rows) + InsertSql.Tail(provider, map, onConflict);
            _sqlRows = rows;
        }

        return _sql;
    }
}
