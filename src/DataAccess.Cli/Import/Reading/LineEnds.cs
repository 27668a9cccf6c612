namespace DataAccess.Cli.Import.Reading;

/// <summary>Line ends: LF and CRLF, and in delimited text a lone CR, as old spreadsheets write it.</summary>
internal static class LineEnds
{
    /// <summary>The size of the line end at the first byte, or 0 if one more byte is needed to tell.</summary>
    public static int Size(ReadOnlySpan<byte> data, bool final) => data switch
    {
        [(byte)'\r', (byte)'\n', ..] => 2,
        [(byte)'\r'] when !final => 0,
        _ => 1,
    };

    /// <summary>Finds the end of the first line.</summary>
    /// <param name="data">The bytes read so far.</param>
    /// <param name="final">Whether the file ends with them.</param>
    /// <param name="endsAtReturn">Whether a lone CR ends a line.</param>
    /// <param name="length">The line's bytes without its end; all bytes if the end is not among them.</param>
    /// <param name="consumed">The line's bytes with its end.</param>
    /// <returns>Whether the end was found.</returns>
    public static bool TryFind(ReadOnlySpan<byte> data, bool final, bool endsAtReturn, out int length, out int consumed)
    {
        length = endsAtReturn ? data.IndexOfAny((byte)'\n', (byte)'\r') : data.IndexOf((byte)'\n');
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
