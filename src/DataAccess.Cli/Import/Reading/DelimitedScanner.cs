namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// Finds the end of a CSV or TSV record (RFC 4180): a quote opens only at the start of a field, two quotes inside stand for
/// one, and line ends inside quotes belong to the field.
/// </summary>
internal sealed class DelimitedScanner(byte delimiter) : RecordScanner
{
    private const byte Quote = (byte)'"';

    public override bool IsDelimited => true;

    public override RecordScan Scan(ReadOnlySpan<byte> data, bool final, bool strict)
    {
        var position = 0;
        for (var fields = 1; ; fields++)
        {
            if (position < data.Length && data[position] == Quote)
            {
                var end = SkipQuoted(data, ref position, final);
                if (end != ScanEnd.Record)
                {
                    return End(end, data, position, final, fields);
                }
            }
            else
            {
                var start = position;
                var length = data[start..].IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
                position = length < 0 ? data.Length : start + length;
                if (strict && data[start..position].Contains(Quote))
                {
                    return End(ScanEnd.BareQuote, data, position, final, fields);
                }
            }

            if (position == data.Length || data[position] != delimiter)
            {
                return End(ScanEnd.Record, data, position, final, fields);
            }

            position++;
        }
    }

    public override bool TryFindLineEnd(ReadOnlySpan<byte> data, bool final, out int length, out int consumed)
        => LineEnds.TryFind(data, final, out length, out consumed);

    public override bool IsBlank(ReadOnlySpan<byte> record) => record.IsEmpty;

    /// <summary>Goes from the opening quote to behind the closing one.</summary>
    private ScanEnd SkipQuoted(ReadOnlySpan<byte> data, ref int position, bool final)
    {
        while (true)
        {
            var next = data[(position + 1)..].IndexOf(Quote);
            if (next < 0)
            {
                position = data.Length;
                return final ? ScanEnd.QuoteOpen : ScanEnd.MoreNeeded;
            }

            position += next + 2;
            if (position == data.Length)
            {
                return final ? ScanEnd.Record : ScanEnd.MoreNeeded;
            }

            if (data[position] != Quote)
            {
                return data[position] == delimiter || data[position] is (byte)'\n' or (byte)'\r' ? ScanEnd.Record : ScanEnd.TextAfterQuote;
            }
        }
    }

    private static RecordScan End(ScanEnd end, ReadOnlySpan<byte> data, int position, bool final, int fields)
    {
        if (end is ScanEnd.MoreNeeded or ScanEnd.QuoteOpen)
        {
            return new RecordScan(end, data.Length, data.Length, fields);
        }

        return LineEnds.TryFind(data[position..], final, out var length, out var consumed)
            ? new RecordScan(end, position + length, position + consumed, fields)
            : new RecordScan(ScanEnd.MoreNeeded, data.Length, data.Length, fields);
    }
}
