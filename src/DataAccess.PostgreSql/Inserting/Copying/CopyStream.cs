using DataAccess.PostgreSql.Types;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>
/// The bytes of one COPY. Npgsql's stream completes a COPY successfully when it is disposed, so in every other case it must be cancelled.
/// </summary>
internal static class CopyStream
{
    // Each write is two system calls, and the server works on one chunk while the next is encoded.
    private const int ChunkBytes = 64 * 1024;

    private const short Trailer = -1;

    /// <summary>The signature, no flags, no extension: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS.</summary>
    private static ReadOnlySpan<byte> Header
        => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>
    /// Sends all rows, which the server then stores unless it rejects one; returns false, with the COPY cancelled, if a value cannot be
    /// encoded.
    /// </summary>
    public static async ValueTask<bool> SendAsync<T>(
        NpgsqlConnection connection, string copy, BatchAttempt<T> attempt, CopyRowWriter<T> writer, ByteBuffer buffer, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken).ConfigureAwait(false);
        if (attempt.CommandTimeoutSeconds > 0)
        {
            // Set only now, because the driver has no separate timeout for the start of a COPY. A COPY that does not start in time is retried.
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
            // Throws if the server has rejected a row in the meantime.
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
    /// Waits for the server's answer. Npgsql accepts no token there, so a cancellation has to close the connection, which is in the
    /// middle of a COPY and cannot be used for anything else.
    /// </summary>
    public static async ValueTask EndAsync(NpgsqlConnection connection, NpgsqlRawCopyStream stream, CancellationToken cancellationToken)
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

    public static async ValueTask CancelQuietlyAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The first failure is the one to report. A stream that cannot be cancelled has broken its connection.
        }
    }
}
