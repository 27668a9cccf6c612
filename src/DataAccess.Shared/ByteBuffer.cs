using System.Buffers;

namespace DataAccess.Shared;

/// <summary>
/// Bytes to be sent to a server, in an array of the shared pool that grows as needed. Unlike <see cref="ArrayBufferWriter{T}"/> it returns
/// the array to the pool, and can be truncated. Used by one call at a time.
/// </summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private const int FirstBytes = 1024;

    private byte[] _bytes = [];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written; they change with the buffer.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Reserves a number of bytes, which the caller fills.</summary>
    /// <param name="bytes">The number of bytes.</param>
    /// <returns>The reserved bytes, valid until the next call.</returns>
    public Span<byte> Take(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        EnsureRoom(bytes);
        Length += bytes;
        return _bytes.AsSpan(Length - bytes, bytes);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    /// <summary>Discards what was written after a position.</summary>
    /// <param name="position">Where to end, from 0.</param>
    public void CutAt(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Length);
        Length = position;
    }

    /// <summary>Returns the array to the pool. The buffer can be used again, and then rents another array.</summary>
    public void Release()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void EnsureRoom(int bytes)
    {
        if (_bytes.Length - Length >= bytes)
        {
            return;
        }

        // Doubling is limited to the maximum length of an array.
        var wanted = Math.Max(checked(Length + bytes), (int)Math.Min(Math.Max(FirstBytes, 2L * _bytes.Length), Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
