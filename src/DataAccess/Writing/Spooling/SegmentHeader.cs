using System.Text;

namespace DataAccess.Writing.Spooling;

/// <summary>The beginning of a segment's file: the shape of its rows, twice, so that one damaged byte does not make the file unreadable.</summary>
internal static class SegmentHeader
{
    private const int SumBytes = sizeof(uint);
    private const int MaxBytes = 1 << 20;

    private static ReadOnlySpan<byte> Mark => "DASPOOL1"u8;

    /// <summary>The header of a segment whose rows have a shape.</summary>
    public static byte[] Of(string shape)
    {
        var copy = new SpoolBuffer();
        copy.Advance(Append(copy, Mark));
        var text = Encoding.UTF8.GetBytes(shape);
        copy.UInt32((uint)text.Length);
        copy.Advance(Append(copy, text));
        copy.UInt32(SpoolRecord.Sum(copy.Written, 0));
        return [.. copy.Written, .. copy.Written];
    }

    /// <summary>Reads the shape and the position of the first record; false if neither copy can be read.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out string shape, out int length)
    {
        file = file[..Math.Min(file.Length, MaxBytes)];
        for (var at = 0; at >= 0 && at < file.Length;)
        {
            if (TryReadCopy(file[at..], out shape, out var copy))
            {
                length = 2 * copy;
                return true;
            }

            var next = file[(at + 1)..].IndexOf(Mark);
            at = next < 0 ? -1 : at + 1 + next;
        }

        (shape, length) = ("", 0);
        return false;
    }

    private static bool TryReadCopy(ReadOnlySpan<byte> bytes, out string shape, out int length)
    {
        (shape, length) = ("", 0);
        var before = Mark.Length + sizeof(uint);
        if (bytes.Length < before + SumBytes || !bytes.StartsWith(Mark))
        {
            return false;
        }

        var textBytes = new SpoolBytes(bytes[Mark.Length..]).UInt32();
        if (textBytes > bytes.Length - before - SumBytes)
        {
            return false;
        }

        var copy = bytes[..(before + (int)textBytes)];
        if (new SpoolBytes(bytes[copy.Length..]).UInt32() != SpoolRecord.Sum(copy, 0))
        {
            return false;
        }

        shape = Encoding.UTF8.GetString(copy[before..]);
        length = copy.Length + SumBytes;
        return true;
    }

    private static int Append(SpoolBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        return bytes.Length;
    }
}
