using System.Data.Common;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;

namespace DataAccess;

/// <content>Values that are written in place.</content>
public sealed partial class DatabaseTransaction
{
    private const int BytesPerVisit = 128 * 1024;

    /// <summary>Sets a column to as many bytes as a stream has, all zero, and writes the stream's over them.</summary>
    /// <returns>How many rows fit the condition, and the bytes are written if it is one; null if the database does not write the column in place.</returns>
    internal async ValueTask<int?> TryWriteInPlaceAsync(
        SqlStatement set, SqlStatement condition, TableName table, string column, Stream value, CancellationToken cancellationToken)
    {
        if (!Provider.IsSynchronous
            || await VisitAsync(static (provider, connection, at) => provider.FindRowId(connection, at.Table, at.Column), (Table: table, Column: column), cancellationToken).ConfigureAwait(false) is not { } rowId)
        {
            return null;
        }

        var sent = new SentStreams();
        await using (sent.ConfigureAwait(false))
        {
            var source = await sent.TakeAsync(value, Array.MaxLength, "A value holds no more.", cancellationToken).ConfigureAwait(false);
            source.Rewind();
            var rows = await QueryAsync<long>(
                $"{set}zeroblob({source.Length}) where {condition} returning {SqlStatement.Identifier(rowId)}", cancellationToken).ConfigureAwait(false);
            if (rows.Count == 1 && source.Length > 0)
            {
                await CopyAsync(source, table, column, rows[0], cancellationToken).ConfigureAwait(false);
            }

            return rows.Count;
        }
    }

    private async ValueTask CopyAsync(SentStream source, TableName table, string column, long rowId, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(BytesPerVisit, source.Length)];
        var blob = await VisitAsync(static (provider, connection, at) => provider.OpenInPlace(connection, at.Table, at.Column, at.RowId)!, (Table: table, Column: column, RowId: rowId), cancellationToken).ConfigureAwait(false);
        try
        {
            while (await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                await VisitAsync(
                    static (_, _, write) =>
                    {
                        write.Blob.Write(write.Bytes.Span);
                        return true;
                    },
                    (Blob: blob, Bytes: buffer.AsMemory(0, read)),
                    cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await CloseQuietlyAsync(blob).ConfigureAwait(false);
        }
    }

    private async ValueTask CloseQuietlyAsync(Stream blob)
    {
        try
        {
            await _lease.Physical.RunAsync(
                static (_, opened, _) =>
                {
                    opened.Dispose();
                    return new ValueTask<bool>(true);
                },
                blob,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or OperationCanceledException)
        {
            // What it was closed for is what the caller is told.
        }
    }

    /// <summary>Uses the connection, on its own thread if the driver blocks, as a statement does.</summary>
    private async ValueTask<TResult> VisitAsync<TState, TResult>(
        Func<DatabaseProvider, DbConnection, TState, TResult> use, TState state, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            throw new InvalidOperationException("A transaction runs one statement at a time. Await the first before starting the next.");
        }

        try
        {
            return await ClassifiedAsync(
                _lease,
                _lease.Physical.RunAsync(static (connection, run, _) => new ValueTask<TResult>(run.Use(connection.Provider, connection.Connection, run.State)), (Use: use, State: state), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
