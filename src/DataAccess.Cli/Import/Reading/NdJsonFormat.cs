namespace DataAccess.Cli.Import.Reading;

/// <summary>One JSON object per line.</summary>
internal sealed class NdJsonFormat() : InputFormat("ndjson", ".ndjson", ".jsonl")
{
    public override bool LooksLike(ReadOnlySpan<byte> line) => line is [(byte)'{' or (byte)'[', ..];

    public override ValueTask<RecordReader> OpenAsync(
        string file, ByteWindow window, IReadOnlyList<string>? keys, CancellationToken cancellationToken)
        => new(new NdJsonRecordReader(window, keys ?? [], discover: keys is null));
}
