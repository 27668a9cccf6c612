using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DataAccess.Writing.Spooling;

/// <summary>Bytes that grow at their end.</summary>
internal sealed class SpoolBuffer : IBufferWriter<byte>
{
    private byte[] _bytes;

    public SpoolBuffer(int capacity = 512) => _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>The bytes from a position to the end, to be changed in place.</summary>
    public Span<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>Removes what was written, and keeps the room unless it is large.</summary>
    public void Clear(int keptBytes)
    {
        Length = 0;
        if (_bytes.Length > keptBytes)
        {
            _bytes = new byte[keptBytes];
        }
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Byte(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(GetSpan(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(GetSpan(sizeof(long)), value);
        Length += sizeof(long);
    }

    /// <summary>A number in as few bytes as it needs, seven bits in each.</summary>
    public void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Text(string value)
    {
        Number((ulong)Encoding.UTF8.GetByteCount(value) + 1);
        Length += Encoding.UTF8.GetBytes(value, GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length)));
    }

    private void Grow(int bytes)
    {
        var needed = Length + Math.Max(bytes, 1);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        }
    }
}
