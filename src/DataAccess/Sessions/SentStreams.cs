using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>The streams among the values of one statement, in place of which its values are what the driver gets.</summary>
internal sealed class SentStreams : IAsyncDisposable
{
    // Where a stream stood when it was first sent, and where it was left: a transaction that is run again sends it again.
    private static readonly ConditionalWeakTable<Stream, Tuple<long, long>> Sent = [];

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

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (stream, start) in _seekable)
        {
            // One that was closed meanwhile is of no further use.
            if (stream.CanSeek)
            {
                Sent.AddOrUpdate(stream, Tuple.Create(start, stream.Position));
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

        var (start, end) = (stream.Position, stream.Length);
        if (_seekable.FindIndex(s => s.Stream == stream) is >= 0 and var index)
        {
            // It is a value twice, and may have been read already.
            start = _seekable[index].Start;
        }
        else if (Sent.TryGetValue(stream, out var before) && before.Item2 == start)
        {
            start = before.Item1;
        }

        if (end - start > maxBytes)
        {
            throw BufferedValue.TooLong(maxBytes, limit);
        }

        _seekable.Add((stream, start));
        return Add(stream, start, Math.Max(0, end - start));
    }

    private async ValueTask<Stream> CopyAsync(Stream stream, long maxBytes, string limit, CancellationToken cancellationToken)
    {
        if (!Sent.TryAdd(stream, Tuple.Create(0L, 0L)))
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
}
