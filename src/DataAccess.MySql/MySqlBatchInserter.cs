using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>One transaction of multi-row inserts; a batch that fits one statement is its own transaction.</summary>
internal sealed class MySqlBatchInserter<T>(MySqlProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    // More rows gain little and make the text, and the search for a bad row, longer.
    private const int MaxRowsPerStatement = 1_000;

    private readonly int _rowsPerStatement = Math.Clamp(provider.Dialect.MaxParameters / map.Inserted.Count, 1, MaxRowsPerStatement);
    private string _sql = InsertSql.For(provider, map) + InsertSql.Tail(provider, map, onConflict);
    private int _sqlRows = 1;

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var mySql = (MySqlConnection)connection.Connection;
        if (attempt.Rows.Length <= _rowsPerStatement)
        {
            attempt.CommitIsSent();
            await ExecuteAsync(mySql, attempt.Rows, cancellationToken).ConfigureAwait(false);
            return;
        }

        var transaction = await mySql.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            for (var start = 0; start < attempt.Rows.Length; start += _rowsPerStatement)
            {
                var count = Math.Min(_rowsPerStatement, attempt.Rows.Length - start);
                await ExecuteAsync(mySql, attempt.Rows.Slice(start, count), cancellationToken).ConfigureAwait(false);
            }

            attempt.CommitIsSent();
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ExecuteAsync(MySqlConnection connection, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand(SqlFor(rows.Length), connection);
        await using (command.ConfigureAwait(false))
        {
            Fill(command, rows.Span);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Fill(MySqlCommand command, ReadOnlySpan<T> rows)
    {
        var writer = new MySqlRowWriter(command.Parameters);
        foreach (var row in rows)
        {
            for (var column = 0; column < map.Inserted.Count; column++)
            {
                map.Inserted[column].Write(row, writer, column);
            }
        }
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
