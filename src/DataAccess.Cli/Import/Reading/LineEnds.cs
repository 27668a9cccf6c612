namespace DataAccess.Cli.Import.Reading;

/// <summary>Line ends in delimited text: LF, CRLF, and CR alone as old spreadsheets write it.</summary>
internal static class LineEnds
{
    /// <summary>How many bytes the line end takes that begins with the first byte, or 0 where that needs one more byte to tell.</summary>
    public static int Size(ReadOnlySpan<byte> data, bool final) => data switch
    {
        [(byte)'\r', (byte)'\n', ..] => 2,
        [(byte)'\r'] when !final => 0,
        _ => 1,
    };

    /// <summary>Finds the end of the first line.</summary>
    /// <returns>Whether it is within the bytes at hand.</returns>
    public static bool TryFind(ReadOnlySpan<byte> data, bool final, out int length, out int consumed)
    {
        length = data.IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            (length, consumed) = (data.Length, data.Length);
            return final;
        }

        consumed = length + Size(data[length..], final);
        return consumed > length;
    }

    /// <summary>How many line ends there are.</summary>
    public static int Count(ReadOnlySpan<byte> data)
    {
        var count = data.Count((byte)'\n');
        for (var rest = data; rest.IndexOf((byte)'\r') is var at and >= 0; rest = rest[(at + 1)..])
        {
            count += at + 1 < rest.Length && rest[at + 1] == '\n' ? 0 : 1;
        }

        return count;
    }
}
