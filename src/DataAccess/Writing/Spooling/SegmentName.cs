using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DataAccess.Writing.Spooling;

/// <summary>The name of a segment's file: its number, by which segments are in order, and a random salt.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Salt">Random; its first 12 bytes are those of the ids of the segment's attempts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentName(int Number, Guid Salt)
{
    public const string Extension = ".spool";

    /// <summary>Where the checksums of its records begin.</summary>
    public uint Seed
    {
        get
        {
            Span<byte> salt = stackalloc byte[16];
            Salt.TryWriteBytes(salt);
            return SpoolRecord.Sum(salt, (uint)Number);
        }
    }

    /// <summary>The number of one of its rows.</summary>
    public long RowAt(uint ordinal) => ((long)Number << 32) | ordinal;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number:D10}-{Salt:N}");

    public static bool TryParse(string file, [NotNullWhen(true)] out SegmentName? name)
    {
        name = null;
        var parts = Path.GetFileName(file).Split('.')[0].Split('-');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !Guid.TryParseExact(parts[1], "N", out var salt))
        {
            return false;
        }

        name = new SegmentName(number, salt);
        return true;
    }
}
