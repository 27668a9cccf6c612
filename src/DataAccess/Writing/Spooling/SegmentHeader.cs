using System.Text;

namespace DataAccess.Writing.Spooling;

/// <summary>
/// The beginning of a segment's file: the shape of its rows, and what the segments before it had, so that a file that is missing or was cut is noticed. Twice, so that one
/// damaged byte does not make the file unreadable.
/// </summary>
internal static class SegmentHeader
{
    /// <summary>The number of segments before it that a header names.</summary>
    public const int Named = 16;

    private const int SumBytes = sizeof(uint);
    private const int MaxBytes = 1 << 20;

    private static ReadOnlySpan<byte> Mark => "DASPOOL2"u8;

    /// <summary>The header of a segment whose rows have a shape. Its length depends on the shape alone.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="before">The segments before it, the newest <see cref="Named"/> at most.</param>
    public static byte[] Of(string shape, IReadOnlyList<SegmentEnd> before)
    {
        var copy = new SpoolBuffer();
        copy.Advance(Append(copy, Mark));
        var text = Encoding.UTF8.GetBytes(shape);
        copy.UInt32((uint)text.Length);
        copy.Advance(Append(copy, text));
        for (var i = 0; i < Named; i++)
        {
            (i < before.Count ? before[i] : default).WriteTo(copy);
        }

        copy.UInt32(SpoolRecord.Sum(copy.Written, 0));
        return [.. copy.Written, .. copy.Written];
    }

    /// <summary>Reads a header; false if neither copy can be read.</summary>
    /// <param name="file">The beginning of the file.</param>
    /// <param name="shape">The shape of the rows.</param>
    /// <param name="before">The segments before it.</param>
    /// <param name="length">Where the first record is.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, out string shape, out List<SegmentEnd> before, out int length)
    {
        file = file[..Math.Min(file.Length, MaxBytes)];
        for (var at = 0; at >= 0 && at < file.Length;)
        {
            if (TryReadCopy(file[at..], out shape, out before, out var copy))
            {
                length = 2 * copy;
                return true;
            }

            var next = file[(at + 1)..].IndexOf(Mark);
            at = next < 0 ? -1 : at + 1 + next;
        }

        (shape, before, length) = ("", [], 0);
        return false;
    }

    private static bool TryReadCopy(ReadOnlySpan<byte> bytes, out string shape, out List<SegmentEnd> before, out int length)
    {
        (shape, before, length) = ("", [], 0);
        var others = Mark.Length + sizeof(uint) + (Named * SegmentEnd.Bytes) + SumBytes;
        if (bytes.Length < others || !bytes.StartsWith(Mark))
        {
            return false;
        }

        var from = new SpoolBytes(bytes[Mark.Length..]);
        var textBytes = from.UInt32();
        if (textBytes > bytes.Length - others)
        {
            return false;
        }

        var copy = bytes[..(others - SumBytes + (int)textBytes)];
        if (new SpoolBytes(bytes[copy.Length..]).UInt32() != SpoolRecord.Sum(copy, 0))
        {
            return false;
        }

        shape = Encoding.UTF8.GetString(from.Take((int)textBytes));
        for (var i = 0; i < Named; i++)
        {
            if (SegmentEnd.Read(ref from) is { IsKnown: true } one)
            {
                before.Add(one);
            }
        }

        length = copy.Length + SumBytes;
        return true;
    }

    private static int Append(SpoolBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        return bytes.Length;
    }
}
