namespace DataAccess.Cli.Import.Reading;

/// <summary>Opens the reader for a source's format.</summary>
internal static class RecordReaders
{
    /// <param name="source">Stands at its first byte.</param>
    /// <param name="format">The format, or auto.</param>
    /// <param name="keys">The keys that NDJSON objects may have, or null to take any. Formats with a header do not need it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MalformedInputException">The file is empty, no text, or its header is unusable.</exception>
    public static async ValueTask<IRecordReader> OpenAsync(
        ImportSource source, InputFormat format, IReadOnlyList<string>? keys, CancellationToken cancellationToken)
    {
        var window = new ByteWindow(source);
        var start = await window.StartAsync(cancellationToken);
        FormatDetector.RefuseOtherEncodings(source.Name, start.Span);
        var detected = format != InputFormat.Auto ? format : FormatDetector.ByName(source.Name);
        return (detected != InputFormat.Auto ? detected : FormatDetector.ByContent(start.Span)) switch
        {
            InputFormat.NdJson => new NdJsonRecordReader(window, keys ?? [], discover: keys is null),
            InputFormat.Tsv => await CsvRecordReader.OpenAsync(source.Name, window, '\t', cancellationToken),
            _ => await CsvRecordReader.OpenAsync(source.Name, window, ',', cancellationToken),
        };
    }
}
