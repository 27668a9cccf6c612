namespace DataAccess.Conformance;

/// <summary>Bytes of a pattern without a buffer that holds them; may fail, hang or end early.</summary>
public sealed class PatternStream(long length, bool canSeek = true) : Stream
{
    private long _position;

    /// <summary>What a read throws once this many bytes were read.</summary>
    public (long At, Exception Exception)? Fails { get; init; }

    /// <summary>After how many bytes reads no longer return.</summary>
    public long HangsAt { get; init; } = long.MaxValue;

    /// <summary>After how many bytes it ends, whatever it said.</summary>
    public long EndsAt { get; init; } = long.MaxValue;

    /// <summary>The length that it says, if that is another.</summary>
    public long? Said { get; init; }

    /// <summary>Called before each read, with what was read so far.</summary>
    public Action<long>? Reading { get; init; }

    /// <summary>Completes when a read hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool CanRead => true;

    public override bool CanSeek => canSeek;

    public override bool CanWrite => false;

    public override long Length => canSeek ? Said ?? length : throw new NotSupportedException();

    public override long Position
    {
        get => canSeek ? _position : throw new NotSupportedException();
        set => _position = canSeek ? value : throw new NotSupportedException();
    }

    public static byte At(long position) => (byte)((position * 31) + (position >> 13));

    /// <summary>Reads a stream to its end and throws where it is not the pattern.</summary>
    public static async Task<long> CheckAsync(Stream stream, long from, Action<long>? reading, CancellationToken cancellationToken)
    {
        var buffer = new byte[70_000];
        var position = 0L;
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != At(from + position + i))
                {
                    throw new InvalidDataException($"Byte {position + i} is wrong.");
                }
            }

            position += read;
            reading?.Invoke(position);
        }

        return position;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Reading?.Invoke(_position);
        if (_position >= Fails?.At)
        {
            throw Fails.Value.Exception;
        }

        var read = (int)Math.Max(0, Math.Min(Math.Min(count, length - _position), EndsAt - _position));
        for (var i = 0; i < read; i++)
        {
            buffer[offset + i] = At(_position + i);
        }

        _position += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= HangsAt)
        {
            // It does not look at its token either.
            Hanging.TrySetResult();
            await new TaskCompletionSource().Task;
        }

        var bytes = new byte[Math.Min(buffer.Length, 80_000)];
        var read = Read(bytes, 0, bytes.Length);
        bytes.AsMemory(0, read).CopyTo(buffer);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin)
        => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => length + offset };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
