namespace DataAccess.Cli.Import.Reading;

/// <summary>A header, then records of fields with a delimiter between them.</summary>
internal sealed class DelimitedFormat(string name, char delimiter, params IReadOnlyList<string> extensions) : InputFormat(name, extensions)
{
    /// <summary>The default is the comma; another delimiter has to be more frequent.</summary>
    public override bool LooksLike(ReadOnlySpan<byte> line)
        => delimiter == ',' || line.Count((byte)delimiter) > line.Count((byte)',');

    public override async ValueTask<RecordReader> OpenAsync(
        string file, ByteWindow window, IReadOnlyList<string>? keys, CancellationToken cancellationToken)
        => await CsvRecordReader.OpenAsync(file, window, delimiter, cancellationToken);
}
