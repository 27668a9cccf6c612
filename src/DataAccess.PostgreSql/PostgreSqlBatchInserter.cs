using System.Data.Common;
using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>
/// One statement and one round trip for a batch: <c>insert … select * from unnest($1::type[], …)</c>, an array a column. The
/// statement is its own transaction.
/// </summary>
internal sealed class PostgreSqlBatchInserter<T>(PostgreSqlProvider provider, TableMap<T> map, ConflictAction onConflict) : BatchInserter<T>
    where T : notnull
{
    private readonly ArrayRowWriter _writer = new(map.Inserted.Select(static column => column.Type));
    private string? _sql;

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        _sql ??= await BuildAsync(connection.Connection, cancellationToken).ConfigureAwait(false);
        Fill(attempt.Rows.Span);
        var command = new NpgsqlCommand(_sql, (NpgsqlConnection)connection.Connection);
        await using (command.ConfigureAwait(false))
        {
            _writer.AddParameters(command.Parameters);
            attempt.CommitIsSent();
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Fill(ReadOnlySpan<T> rows)
    {
        _writer.Clear();
        foreach (var row in rows)
        {
            for (var column = 0; column < map.Inserted.Count; column++)
            {
                map.Inserted[column].Write(row, _writer, column);
            }
        }
    }

    /// <summary>
    /// The arrays are cast to the columns' own types without their length, so that text reaches json or enum columns and too
    /// long a value is refused by the column and not cut by the cast.
    /// </summary>
    private async ValueTask<string> BuildAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var columns = await provider.DescribeTableAsync(connection, map.Table, cancellationToken).ConfigureAwait(false);
        var types = columns.ToDictionary(static c => c.Name, static c => c.DatabaseType, StringComparer.Ordinal);
        var casts = map.Inserted.Select((c, i) => types.TryGetValue(c.Column, out var type) ? $"${i + 1}::{type}[]" : $"${i + 1}");
        return $"{InsertSql.Head(provider, map)} select * from unnest({string.Join(", ", casts)}){InsertSql.Tail(provider, map, onConflict)}";
    }
}
