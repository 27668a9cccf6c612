using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace DataAccess.Sessions;

/// <summary>
/// A stream as a driver gets it: exactly the bytes from where its caller's stream stood, as many as that said to have, and from the first again when the
/// statement is sent again. What the caller's stream throws is kept apart from what the driver throws.
/// </summary>
internal sealed class SentStream(Stream source, long start, long length) : Stream
{
    private const int BufferSize = 80 * 1024;

    private byte[]? _buffer;
    private long _position;

    /// <summary>What the caller's stream has thrown, or how it has broken its word; null for nothing.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Goes back to the first byte, for a statement that is sent.</summary>
    public void Rewind()
    {
        try
        {
            source.Position = start;
            _position = 0;
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(Math.Min(buffer.Length, BufferSize), length - _position);
        if (wanted <= 0)
        {
            return 0;
        }

        // A buffer of its own: one whose read is no longer awaited may still be written to, and the driver's is used for something else then.
        var own = (_buffer ??= new byte[Math.Min(BufferSize, length)]).AsMemory(0, Math.Min(wanted, _buffer.Length));
        var read = Checked(await AwaitAsync(own, cancellationToken).ConfigureAwait(false));
        own[..read].CopyTo(buffer);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var wanted = (int)Math.Min(count, length - _position);
        try
        {
            if (wanted <= 0)
            {
                return 0;
            }

            GoToPosition();
            return Checked(source.Read(buffer, offset, wanted));
        }
        catch (Exception exception)
        {
            Failure ??= ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        _position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => length + offset };
        source.Position = start + _position;
        return _position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>What a log shows of it.</summary>
    public override string ToString() => Invariant($"{length} bytes");

    private async ValueTask<int> AwaitAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            GoToPosition();
            var reading = source.ReadAsync(buffer, cancellationToken);
            return reading.IsCompleted ? await reading.ConfigureAwait(false) : await reading.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _buffer = null;
            throw;
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    /// <summary>Goes to where it was left, as the same stream may be another value, too.</summary>
    private void GoToPosition()
    {
        if (source.Position != start + _position)
        {
            source.Position = start + _position;
        }
    }

    private int Checked(int read)
    {
        if (read == 0)
        {
            var exception = new EndOfStreamException(Invariant($"The stream that was passed as a value said to have {length} more bytes and ended after {_position}. The statement was not completed."));
            Failure = ExceptionDispatchInfo.Capture(exception);
            throw exception;
        }

        _position += read;
        return read;
    }
}
