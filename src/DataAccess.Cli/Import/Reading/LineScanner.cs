namespace DataAccess.Cli.Import.Reading;

/// <summary>For formats where every line is a record.</summary>
internal sealed class LineScanner : RecordScanner
{
    public override bool IsDelimited => false;

    public override RecordScan Scan(ReadOnlySpan<byte> data, bool final, bool strict)
        => TryFindLineEnd(data, final, out var length, out var consumed)
            ? new RecordScan(ScanEnd.Record, length - (data[..length] is [.., (byte)'\r'] ? 1 : 0), consumed, 1)
            : new RecordScan(ScanEnd.MoreNeeded, data.Length, data.Length, 1);

    public override bool TryFindLineEnd(ReadOnlySpan<byte> data, bool final, out int length, out int consumed)
    {
        length = data.IndexOf((byte)'\n');
        (length, consumed) = length < 0 ? (data.Length, data.Length) : (length, length + 1);
        return consumed > length || final;
    }

    public override bool IsBlank(ReadOnlySpan<byte> record) => !record.ContainsAnyExcept(" \t\r"u8);
}
