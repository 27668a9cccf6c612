using System.Buffers;
using System.Globalization;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>A COPY with the rows of a script. Npgsql completes it when the writer is disposed, so in every other case it must be cancelled.</summary>
internal static class CopyText
{
    private const int ChunkCharacters = 32 * 1024;

    public static async ValueTask SendAsync(NpgsqlConnection connection, string copy, TextReader rows, int timeoutSeconds, CancellationToken cancellationToken)
    {
        var writer = await connection.BeginTextImportAsync(copy, cancellationToken).ConfigureAwait(false);
        writer.Timeout = timeoutSeconds * 1_000;
        try
        {
            await WriteAsync(writer, rows, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CancelQuietlyAsync(writer).ConfigureAwait(false);
            throw;
        }

        await CopyStream.EndAsync(connection, writer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads <c>COPY readings, line 7, column level: "x"</c> in the last line of an error's context.</summary>
    public static (int Line, string? Column)? FindIn(string? context)
    {
        const string Mark = ", line ";
        const string ColumnMark = ", column ";
        var text = (context ?? "").AsSpan();
        text = text[(text.LastIndexOf("\nCOPY ") + 1)..];
        var at = text.StartsWith("COPY ") ? text.IndexOf(Mark) : -1;
        if (at < 0)
        {
            return null;
        }

        text = text[(at + Mark.Length)..];
        var end = text.IndexOfAnyExceptInRange('0', '9');
        if (!int.TryParse(end < 0 ? text : text[..end], CultureInfo.InvariantCulture, out var line))
        {
            return null;
        }

        text = end < 0 ? [] : text[end..];
        var colon = text.IndexOf(": ");
        return (line, text.StartsWith(ColumnMark) ? text[ColumnMark.Length..(colon < 0 ? text.Length : colon)].ToString() : null);
    }

    private static async ValueTask WriteAsync(NpgsqlCopyTextWriter writer, TextReader rows, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<char>.Shared.Rent(ChunkCharacters);
        try
        {
            while (await rows.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                await writer.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static async ValueTask CancelQuietlyAsync(NpgsqlCopyTextWriter writer)
    {
        try
        {
            await writer.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The first failure is the one to report. A stream that cannot be cancelled has broken its connection.
        }
    }
}
