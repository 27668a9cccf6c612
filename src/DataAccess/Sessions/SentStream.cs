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

    private readonly Lock _lock = new();
    private TaskCompletionSource? _left;
    private Task _late = Task.CompletedTask;
    private byte[]? _buffer;
    private int _reads;
    private bool _isEnded;
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

        Enter();
        try
        {
            return await ReadPartAsync(buffer, wanted, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends it: a driver may go on sending for a moment after it has told that the connection is lost. Completes when the caller's stream is not being read any more.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            _isEnded = true;
            _left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_reads == 0)
            {
                _left.TrySetResult();
            }

            return _left.Task.IsCompleted && _late.IsCompleted ? Task.CompletedTask : Task.WhenAll(_left.Task, _late);
        }
    }

    private async ValueTask<int> ReadPartAsync(Memory<byte> buffer, int wanted, CancellationToken cancellationToken)
    {
        // A buffer of its own: one whose read is no longer awaited may still be written to, and the driver's is used for something else then.
        var own = (_buffer ??= new byte[Math.Min(BufferSize, length)]).AsMemory(0, Math.Min(wanted, _buffer.Length));
        var read = Checked(await AwaitAsync(own, cancellationToken).ConfigureAwait(false));
        own[..read].CopyTo(buffer);
        if (_position == length && await AwaitAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0)
        {
            throw HasMore();
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var wanted = (int)Math.Min(count, length - _position);
        if (wanted <= 0)
        {
            return 0;
        }

        Enter();
        try
        {
            GoToPosition();
            var read = Checked(source.Read(buffer, offset, wanted));
            return _position == length && source.ReadByte() >= 0 ? throw HasMore() : read;
        }
        catch (Exception exception)
        {
            Failure ??= ExceptionDispatchInfo.Capture(exception);
            throw;
        }
        finally
        {
            Leave();
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
            if (reading.IsCompleted)
            {
                return await reading.ConfigureAwait(false);
            }

            var late = reading.AsTask();
            _late = late;
            return await late.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            _reads++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_reads == 0)
            {
                _left?.TrySetResult();
            }
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

    private InvalidDataException HasMore()
    {
        var exception = new InvalidDataException(Invariant($"The stream that was passed as a value said to have {length} more bytes and has more than that. The statement was not completed. If something still writes to it, pass a copy."));
        Failure = ExceptionDispatchInfo.Capture(exception);
        return exception;
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
