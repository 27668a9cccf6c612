namespace DataAccess.Cli.Import.Reading;

/// <summary>Tells the format of a file by its name, else by its first bytes.</summary>
internal static class FormatDetector
{
    /// <summary>The format that a file's extension stands for, or <see cref="InputFormat.Auto"/> for an extension that says nothing.</summary>
    public static InputFormat ByName(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".CSV" => InputFormat.Csv,
        ".TSV" or ".TAB" => InputFormat.Tsv,
        ".NDJSON" or ".JSONL" => InputFormat.NdJson,
        _ => InputFormat.Auto,
    };

    /// <summary>The likeliest format of a file that begins with these bytes.</summary>
    public static InputFormat ByContent(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        if (text is [(byte)'{' or (byte)'[', ..])
        {
            return InputFormat.NdJson;
        }

        var end = text.IndexOfAny((byte)'\n', (byte)'\r');
        var line = end < 0 ? text : text[..end];
        return line.Count((byte)'\t') > line.Count((byte)',') ? InputFormat.Tsv : InputFormat.Csv;
    }

    /// <summary>Refuses what is certainly not UTF-8 text, with what to do about it.</summary>
    /// <exception cref="MalformedInputException">It begins like a compressed file or like UTF-16.</exception>
    public static void RefuseOtherEncodings(string name, ReadOnlySpan<byte> start)
    {
        if (start is [0x1F, 0x8B, ..])
        {
            throw new MalformedInputException($"{name} is compressed. Decompress it first: gunzip -c FILE | dataaccess import - …");
        }

        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new MalformedInputException($"{name} is UTF-16, and only UTF-8 is read. Convert it first: iconv -f UTF-16 -t UTF-8 FILE");
        }
    }
}
