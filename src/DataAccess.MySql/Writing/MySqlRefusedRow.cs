using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>Finds out which row of a batch the server has refused, where what it says leaves no doubt.</summary>
internal sealed partial class MySqlRefusedRow<T>(MySqlProvider provider, TableMap<T> map)
    where T : notnull
{
    // Messages cut a key after as many bytes: '%-.64s' in the server's share/errmsg-utf8.txt.
    private const int LongestKeyShown = 64;

    private static readonly object RowKey = new();
    private static readonly object StatementKey = new();

    public static int RowOf(Exception exception) => exception.Data[RowKey] is int row ? row : -1;

    /// <summary>Remembers with which row the statement began that failed.</summary>
    public static void SetStatement(Exception exception, int firstRow) => exception.Data[StatementKey] = firstRow;

    /// <summary>Leaves the row, if it is certain, with the exception. The transaction has ended and the connection is free.</summary>
    public async ValueTask FindAsync(MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt)
    {
        if (attempt.Rows.Length == 1
            || connection.State != System.Data.ConnectionState.Open
            || (attempt.BatchId is { } id && MySqlFailures.IsLedgerConflict(exception, id)))
        {
            return;
        }

        var first = exception.Data[StatementKey] is int start ? start : 0;
        try
        {
            var row = exception.ErrorCode == MySqlErrorCode.DuplicateKeyEntry
                ? await DuplicateAsync(connection, exception.Message, attempt.Rows, first).ConfigureAwait(false)
                : await ByWordsAsync(connection, exception, attempt.Rows, first).ConfigureAwait(false);
            if (row >= 0)
            {
                exception.Data[RowKey] = row;
            }
        }
        catch (Exception failure) when (failure is MySqlException or IOException or InvalidOperationException)
        {
            // Then the writer halves the batch, and meets whatever this was itself.
        }
    }

    private async ValueTask<int> ByWordsAsync(MySqlConnection connection, MySqlException exception, ReadOnlyMemory<T> rows, int first)
    {
        var row = exception.ErrorCode == MySqlErrorCode.ColumnCannotBeNull
            ? FirstNull(rows.Span, first, MySqlFailures.Classify(exception).Column)
            : AtRow().Match(exception.Message) is { Success: true } at
                && int.TryParse(at.Groups["row"].ValueSpan, CultureInfo.InvariantCulture, out var number)
                && number > 0 ? first + number - 1 : -1;

        // A trigger's own statements count their own rows, and have their own columns.
        return row < 0 || row >= rows.Length || await HasTriggersAsync(connection).ConfigureAwait(false) ? -1 : row;
    }

    private int FirstNull(ReadOnlySpan<T> rows, int first, string? column)
    {
        for (var i = 0; i < map.Inserted.Count; i++)
        {
            if (!string.Equals(map.Inserted[i].Column, column, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            for (var row = first; row < rows.Length; row++)
            {
                if (map.Inserted[i].IsNull(rows[row]))
                {
                    return row;
                }
            }
        }

        return -1;
    }

    /// <summary>The row whose key the message shows, if the primary key is one column and the key stands in the batch as it is shown.</summary>
    private async ValueTask<int> DuplicateAsync(MySqlConnection connection, string message, ReadOnlyMemory<T> rows, int first)
    {
        if (DuplicateEntry().Match(message) is not { Success: true } match
            || await PrimaryKeyAsync(connection).ConfigureAwait(false) is not { } name
            || map.Inserted.FirstOrDefault(c => string.Equals(c.Column, name, StringComparison.OrdinalIgnoreCase)) is not { } key
            || await HasTriggersAsync(connection).ConfigureAwait(false))
        {
            return -1;
        }

        var shown = match.Groups["key"].Value;
        if (System.Text.Encoding.UTF8.GetByteCount(shown) >= LongestKeyShown)
        {
            return -1;
        }

        var with = RowsWith(rows.Span, key, shown);
        if (with.Count < 2)
        {
            return with.Count == 0 ? -1 : with[0];
        }

        // Of several the first is refused if the key was there before the batch, else the second.
        return await IsStoredAsync(connection, key, shown).ConfigureAwait(false) ? with[0] : with[1];
    }

    private static List<int> RowsWith(ReadOnlySpan<T> rows, ColumnMap<T> key, string shown)
    {
        var probe = new KeyProbe(shown);
        var found = new List<int>();
        for (var row = 0; row < rows.Length; row++)
        {
            key.Write(rows[row], probe, 0);
            if (probe.IsMatch)
            {
                found.Add(row);
            }
        }

        return found;
    }

    private ValueTask<bool> IsStoredAsync(MySqlConnection connection, ColumnMap<T> key, string shown)
        => AnyAsync(connection, $"select 1 from {provider.Quote(map.Table)} where {provider.Dialect.QuoteIdentifier(key.Column)} = ?", shown);

    private ValueTask<bool> HasTriggersAsync(MySqlConnection connection)
        => AnyAsync(
            connection,
            "select 1 from information_schema.triggers where event_object_schema = coalesce(?, database()) and event_object_table = ? limit 1",
            map.Table.Schema,
            map.Table.Name);

    private async ValueTask<string?> PrimaryKeyAsync(MySqlConnection connection)
        => await ScalarAsync(
            connection,
            "select if(count(*) = 1, max(column_name), null) from information_schema.statistics where table_schema = coalesce(?, database()) and table_name = ? and index_name = 'PRIMARY'",
            map.Table.Schema,
            map.Table.Name).ConfigureAwait(false) as string;

    private static async ValueTask<bool> AnyAsync(MySqlConnection connection, string sql, params string?[] values)
        => await ScalarAsync(connection, sql, values).ConfigureAwait(false) is not null;

    private static async ValueTask<object?> ScalarAsync(MySqlConnection connection, string sql, params string?[] values)
    {
        var command = new MySqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            foreach (var value in values)
            {
                command.Parameters.Add(new MySqlParameter { Value = value });
            }

            return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    [GeneratedRegex(@" at row (?<row>\d+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AtRow();

    // MySQL writes the table before the key's name, MariaDB the name alone.
    [GeneratedRegex(@"^Duplicate entry '(?<key>.*)' for key '(?:[^']*\.)?PRIMARY'$", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DuplicateEntry();
}
