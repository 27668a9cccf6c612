using System.Globalization;
using System.Text.RegularExpressions;
using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Inserting;

/// <summary>
/// Finds the row of a batch that the server has rejected. The server's message may refer to a row of another table, which a trigger
/// writes to, and a login that may not see triggers cannot query them. So the message only makes a row a suspect: it is rejected if
/// the server rejects it in the same way without the rest of the batch.
/// </summary>
internal sealed partial class MySqlRejectedRow<T>(TableMap<T> map, MySqlInsertText text, MySqlInsertText plain)
    where T : notnull
{
    // Messages truncate a key after this number of bytes: '%-.64s' in the server's share/errmsg-utf8.txt.
    private const int LongestKeyShown = 64;

    private static readonly object RowKey = new();
    private static readonly object StatementKey = new();

    public static int RowOf(Exception exception) => exception.Data[RowKey] is int row ? row : -1;

    /// <summary>Stores with the exception the index of the first row of the statement that failed.</summary>
    public static void SetStatement(Exception exception, int firstRow) => exception.Data[StatementKey] = firstRow;

    /// <summary>Stores the row, if it is certain, with the exception. The transaction has ended and the connection is idle.</summary>
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
            // The writer then halves the batch, and encounters the cause itself.
        }
        catch (OperationCanceledException)
        {
            // The server's rejection stands. A late cancellation must not hit another statement.
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The server's message for a row that conflicts with a row of another key, which names the index; null if there is none. The
    /// transaction has ended and the connection is idle.
    /// </summary>
    public async ValueTask<MySqlException?> NameConflictAsync(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return connection.State == System.Data.ConnectionState.Open
                && await RejectionOfAsync(connection, plain, attempt, attempt.Rows, cancellationToken).ConfigureAwait(false) is { ErrorCode: MySqlErrorCode.DuplicateKeyEntry } named
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
        return row >= 0 && row < rows.Length && await IsRejectedAsync(connection, exception, attempt, rows.Slice(row, 1), cancellationToken).ConfigureAwait(false) ? row : -1;
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

    /// <summary>The row whose key the message shows, if the batch contains the key as it is shown.</summary>
    private async ValueTask<int> DuplicateAsync(
        MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var rows = attempt.Rows;
        if (!map.SendsKey || DuplicateEntry().Match(exception.Message) is not { Success: true } match)
        {
            return -1;
        }

        var shown = match.Groups["key"].Value;
        if (System.Text.Encoding.UTF8.GetByteCount(shown) >= LongestKeyShown)
        {
            return -1;
        }

        // Of several rows the first is rejected if the key existed before the batch, otherwise the second.
        var with = ShownKey.RowsWith(rows.Span, map.Keys, shown, mayTrimText: false, separator: "-");
        return with.Count == 0 ? -1
            : await IsRejectedAsync(connection, exception, attempt, rows.Slice(with[0], 1), cancellationToken).ConfigureAwait(false) ? with[0]
            : with.Count > 1 && await IsRejectedAsync(connection, exception, attempt, new[] { rows.Span[with[0]], rows.Span[with[1]] }, cancellationToken).ConfigureAwait(false) ? with[1]
            : -1;
    }

    /// <summary>Whether the server rejects these rows for the same reason when they are sent by themselves.</summary>
    private async ValueTask<bool> IsRejectedAsync(
        MySqlConnection connection, MySqlException exception, BatchAttempt<T> attempt, ReadOnlyMemory<T> suspects, CancellationToken cancellationToken)
    {
        var again = await RejectionOfAsync(connection, text, attempt, suspects, cancellationToken).ConfigureAwait(false);
        return again is null || again.Number == exception.Number ? again is not null : throw again;
    }

    /// <summary>The error with which the server rejects rows that are sent by themselves, or null. None of them is stored.</summary>
    private async ValueTask<MySqlException?> RejectionOfAsync(
        MySqlConnection connection, MySqlInsertText insert, BatchAttempt<T> attempt, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand($"start transaction;{insert.For(rows.Length)};rollback", connection) { CommandTimeout = MySqlCommandTimeout.For(attempt) };
        await using (command.ConfigureAwait(false))
        {
            MySqlRowWriter.Grow(command.Parameters, rows.Length * map.Inserted.Count);
            new MySqlRows<T>(map).Fill(command.Parameters, 0, rows.Span, 0);
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (MySqlException rejection)
            {
                return rejection;
            }
            finally
            {
                await MySqlBatchTransaction.RollBackAsync(connection, attempt).ConfigureAwait(false);
            }
        }
    }

    [GeneratedRegex(@" at row (?<row>\d+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AtRow();

    // MySQL writes the table before the key's name, MariaDB the name only.
    [GeneratedRegex(@"^Duplicate entry '(?<key>.*)' for key '(?:[^']*\.)?PRIMARY'$", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DuplicateEntry();
}
