namespace DataAccess.Cli.Import.Reading;

/// <summary>The formats that can be imported.</summary>
internal static class InputFormats
{
    /// <summary>If the first line fits several, the last one is used.</summary>
    public static IReadOnlyList<InputFormat> All { get; } =
    [
        new DelimitedFormat("csv", ',', ".csv"),
        new DelimitedFormat("tsv", '\t', ".tsv", ".tab"),
        new NdJsonFormat(),
    ];

    /// <summary>The format with a name, or null.</summary>
    public static InputFormat? Named(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The format of a file's extension, or null.</summary>
    public static InputFormat? ByExtension(string file) => All.FirstOrDefault(format => format.HasExtension(file));

    /// <summary>The likeliest format of a file that begins with these bytes.</summary>
    public static InputFormat ByContent(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        var end = text.IndexOfAny((byte)'\n', (byte)'\r');
        var line = (end < 0 ? text : text[..end]).ToArray();
        return All.Last(format => format.LooksLike(line));
    }

    /// <summary>Opens the reader for a source.</summary>
    /// <param name="source">A source at its first byte.</param>
    /// <param name="format">The format, or null to detect it by the extension, then by the first line.</param>
    /// <param name="keys">The fields that records may have, or null to take any. Formats with a header do not need it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MalformedInputException">The file is empty, not UTF-8 text, or its header cannot be used.</exception>
    public static async ValueTask<RecordReader> OpenAsync(
        ImportSource source, InputFormat? format, IReadOnlyList<string>? keys, CancellationToken cancellationToken)
    {
        var window = new ByteWindow(source);
        var start = await window.StartAsync(cancellationToken);
        RejectOtherEncodings(source.Name, start.Span);
        format ??= ByExtension(source.Name) ?? ByContent(start.Span);
        return await format.OpenAsync(source.Name, window, keys, cancellationToken);
    }

    /// <summary>Rejects what is certainly not UTF-8, with what to do about it.</summary>
    /// <exception cref="MalformedInputException">The file is compressed, or UTF-16.</exception>
    public static void RejectOtherEncodings(string name, ReadOnlySpan<byte> start)
    {
        if (start is [0x1F, 0x8B, ..])
        {
            throw new MalformedInputException($"{name} is compressed. Decompress it first: gunzip -c FILE | dataaccess import - …");
        }

        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new MalformedInputException($"{name} is UTF-16, and only UTF-8 can be read. Convert it first: iconv -f UTF-16 -t UTF-8 FILE");
        }
    }
}
