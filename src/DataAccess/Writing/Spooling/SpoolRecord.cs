using System.Buffers.Binary;
using System.Numerics;

namespace DataAccess.Writing.Spooling;

/// <summary>The frame of a record: a mark, its kind, the length of what follows, and a CRC32C of all of it that begins with the segment's own number, so that what an older file left on the disk is no record.</summary>
internal static class SpoolRecord
{
    /// <summary>The bytes before the content.</summary>
    public const int FrameBytes = 12;

    private const ushort Mark = 0xA7D5;
    private const int LengthAt = 4;
    private const int SumAt = 8;

    /// <summary>Writes the frame before a content that is already in place.</summary>
    public static void Seal(Span<byte> record, SpoolRecordKind kind, uint seed)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(record, Mark);
        record[2] = (byte)kind;
        record[3] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(record[LengthAt..], record.Length - FrameBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record[SumAt..], SumOf(record, seed));
    }

    /// <summary>The number of bytes that the record at the beginning of some bytes has, if there is one; 0 if there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
        => bytes.Length >= FrameBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(bytes) == Mark
            && bytes[2] is >= (byte)SpoolRecordKind.Row and <= (byte)SpoolRecordKind.RowEnd
            && bytes[3] == 0
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthAt..]) is >= 0 and <= int.MaxValue - FrameBytes and var length
                ? FrameBytes + length
                : 0;

    /// <summary>Whether a record is as it was written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> record, uint seed) => BinaryPrimitives.ReadUInt32LittleEndian(record[SumAt..]) == SumOf(record, seed);

    public static SpoolRecordKind KindOf(ReadOnlySpan<byte> record) => (SpoolRecordKind)record[2];

    /// <summary>The CRC32C of some bytes.</summary>
    public static uint Sum(ReadOnlySpan<byte> bytes, uint seed)
    {
        var sum = ~seed;
        while (bytes.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var one in bytes)
        {
            sum = BitOperations.Crc32C(sum, one);
        }

        return ~sum;
    }

    private static uint SumOf(ReadOnlySpan<byte> record, uint seed) => Sum(record[FrameBytes..], Sum(record[..SumAt], seed));
}
