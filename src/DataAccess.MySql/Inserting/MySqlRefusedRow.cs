using System.Globalization;
using System.Text.RegularExpressions;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Sessions;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>
/// Finds out which row of a batch the server has refused. What it says may be about a row of another table, which a trigger writes
/// to, and a login that may not see triggers cannot ask for them. So a row is only suspected for the words: it is refused when
/// it is refused in the same way without the rest of the batch.
/// </summary>
internal sealed partial class MySqlRefusedRow<T>(TableMap<T> map, MySqlInsertText text, MySqlInsertText plain)
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
    public async ValueTask FindAsync(MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt, CancellationToken cancellationToken)
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
                ? await DuplicateAsync(connection, exception, attempt, cancellationToken).ConfigureAwait(false)
                : await ByWordsAsync(connection, exception, attempt, first, cancellationToken).ConfigureAwait(false);
            if (row >= 0)
            {
                exception.Data[RowKey] = row;
            }
        }
        catch (Exception failure) when (failure is MySqlException or IOException or InvalidOperationException)
        {
            // Then the writer halves the batch, and meets whatever this was itself.
        }
        catch (OperationCanceledException)
        {
            // The server's refusal stands. A cancel that comes late must hit nobody else.
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The server's words for a row that conflicts with one of another key, which name the index; null where it has none. The
    /// transaction has ended and the connection is free.
    /// </summary>
    public async ValueTask<MySqlException?> NameConflictAsync(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return connection.State == System.Data.ConnectionState.Open
                && await RefusalOfAsync(connection, plain, attempt, attempt.Rows, cancellationToken).ConfigureAwait(false) is { ErrorCode: MySqlErrorCode.DuplicateKeyEntry } named
                ? named
                : null;
        }
        catch (Exception failure) when (failure is MySqlException or IOException or InvalidOperationException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            // As above.
            await connection.CloseAsync().ConfigureAwait(false);
            return null;
        }
    }

    private async ValueTask<int> ByWordsAsync(
        MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt, int first, CancellationToken cancellationToken)
    {
        var rows = attempt.Rows;
        var row = exception.ErrorCode == MySqlErrorCode.ColumnCannotBeNull
            ? FirstNull(rows.Span, first, MySqlFailures.Classify(exception).Column)
            : AtRow().Match(exception.Message) is { Success: true } at
                && int.TryParse(at.Groups["row"].ValueSpan, CultureInfo.InvariantCulture, out var number)
                && number > 0 ? first + number - 1 : -1;
        return row >= 0 && row < rows.Length && await IsRefusedAsync(connection, exception, attempt, rows.Slice(row, 1), cancellationToken).ConfigureAwait(false) ? row : -1;
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

    /// <summary>The row whose key the message shows, if the key stands in the batch as it is shown.</summary>
    private async ValueTask<int> DuplicateAsync(
        MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var rows = attempt.Rows;
        if (map.Key is not { IsGenerated: false } key || DuplicateEntry().Match(exception.Message) is not { Success: true } match)
        {
            return -1;
        }

        var shown = match.Groups["key"].Value;
        if (System.Text.Encoding.UTF8.GetByteCount(shown) >= LongestKeyShown)
        {
            return -1;
        }

        // Of several the first is refused if the key was there before the batch, else the second.
        var with = RowsWith(rows.Span, key, shown);
        return with.Count == 0 ? -1
            : await IsRefusedAsync(connection, exception, attempt, rows.Slice(with[0], 1), cancellationToken).ConfigureAwait(false) ? with[0]
            : with.Count > 1 && await IsRefusedAsync(connection, exception, attempt, new[] { rows.Span[with[0]], rows.Span[with[1]] }, cancellationToken).ConfigureAwait(false) ? with[1]
            : -1;
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

    /// <summary>Whether the server refuses these rows for the same reason where they come by themselves.</summary>
    private async ValueTask<bool> IsRefusedAsync(
        MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt, ReadOnlyMemory<T> suspects, CancellationToken cancellationToken)
    {
        var again = await RefusalOfAsync(connection, text, attempt, suspects, cancellationToken).ConfigureAwait(false);
        return again is null || again.Number == exception.Number ? again is not null : throw again;
    }

    /// <summary>What the server refuses rows with that come by themselves, or null. Nothing of them stays.</summary>
    private async ValueTask<MySqlException?> RefusalOfAsync(
        MySqlConnection connection, MySqlInsertText insert, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand($"start transaction;{insert.For(rows.Length)};rollback", connection) { CommandTimeout = MySqlPatience.For(attempt) };
        await using (command.ConfigureAwait(false))
        {
            MySqlRows<T>.Grow(command.Parameters, rows.Length * map.Inserted.Count);
            new MySqlRows<T>(map).Fill(command.Parameters, 0, rows.Span, 0);
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (MySqlException refusal)
            {
                return refusal;
            }
            finally
            {
                await MySqlSession.RollBackAsync(connection, attempt).ConfigureAwait(false);
            }
        }
    }

    [GeneratedRegex(@" at row (?<row>\d+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AtRow();

    // MySQL writes the table before the key's name, MariaDB the name alone.
    [GeneratedRegex(@"^Duplicate entry '(?<key>.*)' for key '(?:[^']*\.)?PRIMARY'$", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DuplicateEntry();
}
