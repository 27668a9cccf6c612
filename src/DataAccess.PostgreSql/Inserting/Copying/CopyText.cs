using System.Buffers;
using System.Globalization;
using System.Text;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>A COPY with the rows of a script. Npgsql completes it when the writer is disposed, so in every other case it must be cancelled.</summary>
internal static class CopyText
{
    private const int ChunkCharacters = 32 * 1024;

    public static async ValueTask SendAsync(NpgsqlConnection connection, string copy, TextReader rows, int timeoutSeconds, CancellationToken cancellationToken)
    {
        // The writer itself knows neither tokens nor asynchronous ends, so the bytes go to its stream.
        var writer = await connection.BeginTextImportAsync(copy, cancellationToken).ConfigureAwait(false);
        var stream = (NpgsqlRawCopyStream)writer.BaseStream;
        if (timeoutSeconds > 0)
        {
            stream.ReadTimeout = stream.WriteTimeout = timeoutSeconds * 1_000;
        }

        try
        {
            await WriteAsync(stream, rows, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CopyStream.CancelQuietlyAsync(stream).ConfigureAwait(false);
            throw;
        }

        await CopyStream.EndAsync(connection, stream, cancellationToken).ConfigureAwait(false);
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

    private static async ValueTask WriteAsync(NpgsqlRawCopyStream stream, TextReader rows, CancellationToken cancellationToken)
    {
        var characters = ArrayPool<char>.Shared.Rent(ChunkCharacters);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(characters.Length));
        try
        {
            // Half of a pair at a chunk's end stays in the encoder.
            var encoder = Encoding.UTF8.GetEncoder();
            while (await rows.ReadAsync(characters.AsMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                var length = encoder.GetBytes(characters.AsSpan(0, count), bytes, flush: false);
                await stream.WriteAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            }

            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
