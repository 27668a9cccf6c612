using System.Buffers;
using System.Buffers.Binary;

namespace DataAccess.PostgreSql;

/// <summary>Bytes on their way to the server, in an array of the pool that grows as needed. Numbers go in network byte order.</summary>
internal sealed class CopyBuffer
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Room for so many bytes, to be filled by the caller.</summary>
    public Span<byte> Take(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Grow(bytes);
        }

        Length += bytes;
        return _bytes.AsSpan(Length - bytes, bytes);
    }

    /// <summary>What was written from a position on.</summary>
    public Span<byte> From(int position) => _bytes.AsSpan(position, Length - position);

    /// <summary>Gives back what stands behind a position.</summary>
    public void CutAt(int position) => Length = position;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    public void Clear() => Length = 0;

    /// <summary>Gives the array back to the pool.</summary>
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

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + bytes), _bytes.Length * 2));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
