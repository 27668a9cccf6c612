using System.Data.Common;

namespace DataAccess.PostgreSql;

/// <summary>A batch by one prepared statement, its values as they are or as an array a column.</summary>
internal sealed class StatementInsert<T>(PostgreSqlProvider provider, TableMap<T> map)
    where T : notnull
{
    private readonly ColumnMap<T>[] _columns = [.. map.Inserted];
    private readonly ArrayRowWriter _arrays = new(map.Inserted.Select(static column => column.Type));

    /// <summary>The type of each column's array.</summary>
    public Type[] ArrayTypes => _arrays.ArrayTypes;

    public async ValueTask RunAsync(
        BatchConnection connection, BatchStatement statement, InsertPath path, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var command = await connection.PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
        command.CommandTimeout = attempt.CommandTimeoutSeconds;
        try
        {
            Fill(command.Parameters, path, rows.Span);
            if (attempt.BatchId is { } batchId)
            {
                LedgerParameters.Set(command.Parameters, _columns.Length, batchId, attempt.LedgerSeconds);
            }

            attempt.CommitIsSent();
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The command is kept, and its values need not be.
            _arrays.Clear();
        }
    }

    private void Fill(DbParameterCollection parameters, InsertPath path, ReadOnlySpan<T> rows)
    {
        RowWriter writer = path == InsertPath.Values ? new ParameterRowWriter(provider, parameters) : _arrays;
        foreach (var row in rows)
        {
            for (var column = 0; column < _columns.Length; column++)
            {
                _columns[column].Write(row, writer, column);
            }
        }

        if (path != InsertPath.Values)
        {
            _arrays.SetParameters(parameters);
        }
    }
}
