using System.Runtime.InteropServices;

namespace DataAccess.Writing.Spooling;

/// <summary>What a segment had when something later was written, so that it can be told if a disk has lost some of it.</summary>
/// <param name="Name">The segment.</param>
/// <param name="Length">The bytes of its file, at least.</param>
/// <param name="Rows">Its rows, at least; 0 if they were not counted.</param>
/// <param name="Attempts">Its attempts, at least; 0 if they were not counted.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentEnd(SegmentName Name, long Length, uint Rows, uint Attempts)
{
    /// <summary>The bytes that one takes.</summary>
    public const int Bytes = sizeof(uint) + SaltBytes + sizeof(long) + (2 * sizeof(uint));

    private const int SaltBytes = 16;

    /// <summary>Whether it says anything.</summary>
    public bool IsKnown => Name.Number > 0;

    public void WriteTo(SpoolBuffer buffer)
    {
        buffer.UInt32((uint)Name.Number);
        Name.Salt.TryWriteBytes(buffer.GetSpan(SaltBytes));
        buffer.Advance(SaltBytes);
        buffer.Int64(Length);
        buffer.UInt32(Rows);
        buffer.UInt32(Attempts);
    }

    public static SegmentEnd Read(ref SpoolBytes bytes)
        => new(new SegmentName((int)bytes.UInt32(), new Guid(bytes.Take(SaltBytes))), bytes.Int64(), bytes.UInt32(), bytes.UInt32());

    /// <summary>What is known from two sources.</summary>
    public SegmentEnd With(in SegmentEnd other)
        => new(Name, Math.Max(Length, other.Length), Math.Max(Rows, other.Rows), Math.Max(Attempts, other.Attempts));
}
