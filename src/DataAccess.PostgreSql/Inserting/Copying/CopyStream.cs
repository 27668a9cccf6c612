using DataAccess.PostgreSql.Types;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>
/// The bytes of one COPY. Npgsql's stream ends a COPY well when it is disposed, so on every other way it has to be cancelled.
/// </summary>
internal static class CopyStream
{
    // Each write is two system calls, and the server works on one chunk while the next is encoded.
    private const int ChunkBytes = 64 * 1024;

    private const short Trailer = -1;

    /// <summary>The signature, no flags, no extension: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS.</summary>
    private static ReadOnlySpan<byte> Header
        => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Sends all rows; false, and the COPY is cancelled, where a value has no form. The server has then stored them, if it refuses none.</summary>
    public static async ValueTask<bool> SendAsync<T>(
        NpgsqlConnection connection, string copy, BatchAttempt<T> attempt, CopyRowWriter<T> writer, ByteBuffer buffer, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken).ConfigureAwait(false);
        if (attempt.CommandTimeoutSeconds > 0)
        {
            // Set only now, as the driver has no time of its own for a COPY's start. What it does not give there is tried again.
            stream.ReadTimeout = stream.WriteTimeout = attempt.CommandTimeoutSeconds * 1_000;
        }

        bool sent;
        try
        {
            sent = await WriteAsync(stream, attempt.Rows, writer, buffer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CancelQuietlyAsync(stream).ConfigureAwait(false);
            throw;
        }

        if (sent)
        {
            await EndAsync(connection, stream, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Throws what the server has refused meanwhile.
            await stream.CancelAsync().ConfigureAwait(false);
        }

        return sent;
    }

    private static async ValueTask<bool> WriteAsync<T>(
        NpgsqlRawCopyStream stream, ReadOnlyMemory<T> rows, CopyRowWriter<T> writer, ByteBuffer buffer, CancellationToken cancellationToken)
    {
        buffer.CutAt(0);
        Header.CopyTo(buffer.Take(Header.Length));
        for (var next = 0; next < rows.Length;)
        {
            if (!TryFill(rows.Span, ref next, writer, buffer))
            {
                return false;
            }

            if (next == rows.Length)
            {
                buffer.WriteInt16(Trailer);
            }

            await stream.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
            buffer.CutAt(0);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static bool TryFill<T>(ReadOnlySpan<T> rows, ref int next, CopyRowWriter<T> writer, ByteBuffer buffer)
    {
        while (next < rows.Length && buffer.Length < ChunkBytes)
        {
            if (!writer.TryWrite(rows[next]))
            {
                return false;
            }

            next++;
        }

        return true;
    }

    /// <summary>
    /// Waits for the server's answer. Npgsql takes no token there, so that a cancel has to close the connection: it is in the
    /// middle of a COPY, and fit for nothing else.
    /// </summary>
    private static async ValueTask EndAsync(NpgsqlConnection connection, NpgsqlRawCopyStream stream, CancellationToken cancellationToken)
    {
        var ending = stream.DisposeAsync().AsTask();
        try
        {
            await ending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async ValueTask CancelQuietlyAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The first failure is the one to tell. A stream that cannot be cancelled has broken its connection.
        }
    }
}
