using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>The streams among the values of one statement, in place of which its values are what the driver gets.</summary>
internal sealed class SentStreams : IAsyncDisposable
{
    // Where a stream stood when it was first sent, and where it was left: a transaction that is run again sends it again.
    private static readonly ConditionalWeakTable<Stream, Place> Sent = [];

    private readonly List<SentStream> _streams = [];
    private readonly List<(Stream Stream, long Start)> _seekable = [];
    private readonly List<(Stream Stream, Stream Copy)> _copies = [];

    /// <summary>Takes the streams of a statement, before it has a connection. One that cannot seek is first read to its end, into a temporary file if it is large.</summary>
    /// <exception cref="MappingException">A stream is longer than the database takes.</exception>
    /// <exception cref="InvalidOperationException">A stream that cannot seek has been read already.</exception>
    public static async ValueTask<SentStreams> TakeAsync(StatementCall call, DatabaseProvider provider, CancellationToken cancellationToken)
    {
        var streamed = provider.StreamedValues;
        if (streamed is { NeedsPreparing: true })
        {
            call.Text.NeedsPreparing = call.Text.IsPreparable ? true
                : throw new NotSupportedException($"{provider.Dialect.Name} takes a Stream as a value only in a statement that can be prepared: send it alone, without another statement in the same text. It was not sent: {call.Text.Sql}");
        }

        var taken = new SentStreams();
        try
        {
            for (var i = 0; i < call.Values.Length; i++)
            {
                if (call.Values[i] is Stream stream)
                {
                    var sent = await taken.TakeAsync(stream, streamed?.MaxBytes ?? Array.MaxLength, streamed?.Limit ?? "It would be read into memory.", cancellationToken).ConfigureAwait(false);

                    // MySqlConnector sends nothing of an empty one, and the server then misreads the other values.
                    call.Values[i] = streamed is null || sent.Length == 0 ? await BytesAsync(sent, cancellationToken).ConfigureAwait(false) : sent;
                }
            }

            if (streamed is null)
            {
                // They are read.
                taken._streams.Clear();
            }

            return taken;
        }
        catch
        {
            await taken.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a statement with streams. A connection on which a value was sent in part is closed.</summary>
    public static async ValueTask<TResult> RunAsync<TState, TResult>(
        PhysicalConnection connection,
        (SentStreams Sent, Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> Work, TState State) run,
        CancellationToken cancellationToken)
    {
        try
        {
            run.Sent._streams.ForEach(static stream => stream.Rewind());
            return await run.Work(connection, run.State, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var own = run.Sent._streams.Find(static stream => stream.Failure is not null)?.Failure;
            if (own is not null || !connection.Provider.Classify(exception).ServerAnswered)
            {
                await CloseAsync(connection).ConfigureAwait(false);
            }
            else if (connection.Provider.StreamedValues is { NeedsPreparing: true })
            {
                // The prepared statement keeps the error of a value that was too long, and would give it for the next one.
                connection.MarkDirty();
            }

            if (own is not null)
            {
                connection.UsersFailure = own.SourceException;
                own.Throw();
            }

            // Not to be taken for what the caller's stream throws.
            if (exception is IOException or SocketException && connection.Provider.OfLostConnection(exception) is { } lost && lost != exception)
            {
                throw lost;
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var ended = Task.WhenAll(_streams.Select(static stream => stream.EndAsync()));
        foreach (var (stream, start) in _seekable)
        {
            // One that was closed meanwhile is of no further use.
            if (stream.CanSeek)
            {
                Sent.AddOrUpdate(stream, new Place(start, stream.Position, ended.IsCompleted ? null : ended));
            }
        }

        foreach (var (_, copy) in _copies)
        {
            await copy.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes a stream.</summary>
    public async ValueTask<SentStream> TakeAsync(Stream stream, long maxBytes, string limit, CancellationToken cancellationToken)
    {
        if (!stream.CanSeek)
        {
            var copy = _copies.Find(c => c.Stream == stream).Copy ?? await CopyAsync(stream, maxBytes, limit, cancellationToken).ConfigureAwait(false);
            return Add(copy, 0, copy.Length);
        }

        var before = await FindPlaceAsync(stream, cancellationToken).ConfigureAwait(false);
        var (start, end) = (stream.Position, stream.Length);
        if (_seekable.FindIndex(s => s.Stream == stream) is >= 0 and var index)
        {
            // It is a value twice, and may have been read already.
            start = _seekable[index].Start;
        }
        else if (before is not null && (before.Reading is not null || before.Left == start))
        {
            start = before.Start;
        }

        if (end <= start && await HasMoreAsync(stream, start, cancellationToken).ConfigureAwait(false))
        {
            // A file of /proc says to have no bytes.
            var copy = await BufferedValue.ReadAsync(stream, maxBytes, limit, cancellationToken).ConfigureAwait(false);
            _copies.Add((stream, copy));
            return Add(copy, 0, copy.Length);
        }

        if (end - start > maxBytes)
        {
            throw BufferedValue.TooLong(maxBytes, limit);
        }

        _seekable.Add((stream, start));
        return Add(stream, start, Math.Max(0, end - start));
    }

    /// <summary>Where a stream was sent from before; null if it was not. What has failed may still be reading it.</summary>
    private static async ValueTask<Place?> FindPlaceAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (!Sent.TryGetValue(stream, out var before))
        {
            return null;
        }

        if (before.Reading is { } reading)
        {
            await reading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return before;
    }

    /// <summary>Whether a stream has bytes beyond the length that it says; it is left where it stood.</summary>
    private static async ValueTask<bool> HasMoreAsync(Stream stream, long start, CancellationToken cancellationToken)
    {
        stream.Position = start;
        var hasMore = await stream.ReadAsync(new byte[1], cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false) > 0;
        stream.Position = start;
        return hasMore;
    }

    private async ValueTask<Stream> CopyAsync(Stream stream, long maxBytes, string limit, CancellationToken cancellationToken)
    {
        if (!Sent.TryAdd(stream, new Place(0, 0, null)))
        {
            throw new InvalidOperationException(
                $"The {stream.GetType().Name} that was passed as a value has been read already, and cannot seek. If the transaction was run again, open the stream inside its work, or pass one that can seek.");
        }

        var copy = await BufferedValue.ReadAsync(stream, maxBytes, limit, cancellationToken).ConfigureAwait(false);
        _copies.Add((stream, copy));
        return copy;
    }

    private SentStream Add(Stream source, long start, long length)
    {
        var sent = new SentStream(source, start, length);
        _streams.Add(sent);
        return sent;
    }

    private static async ValueTask<byte[]> BytesAsync(SentStream stream, CancellationToken cancellationToken)
    {
        stream.Rewind();
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    /// <summary>A driver may think that the connection can still be used, and would send the rest of one value in front of the next.</summary>
    private static async ValueTask CloseAsync(PhysicalConnection connection)
    {
        connection.MarkBroken();
        try
        {
            if (!connection.Provider.IsSynchronous)
            {
                await connection.Connection.CloseAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is DbException or IOException or InvalidOperationException)
        {
            // It is closed, or will be when it is returned.
        }
    }

    /// <summary>Where a stream was sent from, and where it was left.</summary>
    /// <param name="Start">Where it stood.</param>
    /// <param name="Left">Where it was left.</param>
    /// <param name="Reading">Completes when a statement that has failed reads it no more; null if none does.</param>
    private sealed record Place(long Start, long Left, Task? Reading);
}
