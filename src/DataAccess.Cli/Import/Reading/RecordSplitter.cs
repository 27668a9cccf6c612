using System.Text.Unicode;

namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// Cuts a file into records, each with the number of its first line, and tells the sound ones from the damaged ones.
/// A damaged record costs itself only: reading goes on behind it.
/// </summary>
internal sealed class RecordSplitter(ByteWindow window, RecordScanner scanner)
{
    /// <summary>Longer records are refused, so that one broken file cannot fill the memory.</summary>
    public const int MaxRecordBytes = 16 * 1024 * 1024;

    /// <summary>How far behind its line an opened quote may close. Where it does not, it is taken to have been left open by mistake.</summary>
    public const int MaxQuotedLineBytes = 1024 * 1024;

    private const int MaxBatch = 4096;
    private const int KeptOfLongRecord = 1024;

    private long _line = 1;
    private long _position;
    private long _suspectUntil;
    private bool _skippingLongRecord;

    /// <summary>How many fields a record must have; 0 for any number.</summary>
    public int ExpectedFields { get; set; }

    /// <summary>Fills the list with the next records.</summary>
    /// <returns>False at the end of the file.</returns>
    public async ValueTask<bool> ReadAsync(List<RawRecord> batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        while (true)
        {
            while (batch.Count < MaxBatch && TryTake(out var record))
            {
                batch.Add(record);
            }

            if (batch.Count > 0 || window.Ended)
            {
                return batch.Count > 0;
            }

            await window.FillAsync(cancellationToken);
        }
    }

    /// <summary>Takes the next record, if the window holds it whole.</summary>
    public bool TryTake(out RawRecord record)
    {
        record = default;
        if (_skippingLongRecord && !TrySkipLine())
        {
            return false;
        }

        while (!window.Unread.IsEmpty)
        {
            var data = window.Unread;
            var scan = scanner.Scan(data.Span, window.Ended, strict: _position < _suspectUntil);
            var spansLines = SpansLines(data.Span[..scan.Length], scan, out var firstLine);
            if (scan.End == ScanEnd.MoreNeeded && scan.Length <= (spansLines ? firstLine + MaxQuotedLineBytes : MaxRecordBytes))
            {
                return false;
            }

            if (!spansLines && scan.Length > MaxRecordBytes)
            {
                record = TakeLongRecord(data);
                return true;
            }

            if (scan.End == ScanEnd.Record && scanner.IsBlank(data.Span[..scan.Length]))
            {
                Consume(data.Span, scan.Consumed);
                continue;
            }

            record = spansLines ? TakeLines(data, scan, firstLine) : Take(data, scan, Judge(data.Span, scan));
            return true;
        }

        return false;
    }

    private bool SpansLines(ReadOnlySpan<byte> record, RecordScan scan, out int firstLine)
    {
        // Most records have no quotes, and then cannot hold a line end.
        firstLine = scanner.IsDelimited && (scan.End != ScanEnd.Record || record.Contains((byte)'"'))
            ? record.IndexOfAny((byte)'\n', (byte)'\r')
            : -1;
        return firstLine >= 0;
    }

    /// <summary>
    /// Where a record with line ends in it is damaged, either it is one damaged record, or a quote was left open on its first
    /// line and closed by a quote of some later record. A later line that would be sound on its own tells the second.
    /// </summary>
    private RawRecord TakeLines(ReadOnlyMemory<byte> data, RecordScan scan, int firstLine)
    {
        var leftOpen = scan.End is ScanEnd.QuoteOpen or ScanEnd.MoreNeeded || scan.Length > firstLine + MaxQuotedLineBytes;
        var problem = leftOpen ? null : Judge(data.Span, scan);
        if (ExpectedFields == 0 || (!leftOpen && (problem is null || !HasSoundLine(data.Span[firstLine..scan.Length]))))
        {
            return Take(data, scan, leftOpen ? QuoteLeftOpen(scan.Fields) : problem);
        }

        var line = data.Span[..firstLine];
        var opened = scanner.Scan(line, final: true, strict: false);
        _suspectUntil = Math.Max(_suspectUntil, _position + Math.Min(scan.Length, firstLine + MaxQuotedLineBytes));
        var consumed = firstLine + LineEnds.Size(data.Span[firstLine..], window.Ended);
        return Take(data, new RecordScan(opened.End, firstLine, consumed, opened.Fields), QuoteLeftOpen(opened.Fields));
    }

    private bool HasSoundLine(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            lines = lines[LineEnds.Size(lines, final: true)..];
            LineEnds.TryFind(lines, final: true, out var length, out _);
            var scan = scanner.Scan(lines[..length], final: true, strict: true);
            if (length > 0 && scan.End == ScanEnd.Record && scan.Fields == ExpectedFields)
            {
                return true;
            }

            lines = lines[length..];
        }

        return false;
    }

    private RecordProblem? Judge(ReadOnlySpan<byte> data, RecordScan scan) => scan.End switch
    {
        ScanEnd.QuoteOpen => QuoteLeftOpen(scan.Fields),
        ScanEnd.TextAfterQuote => new RecordProblem(scan.Fields - 1, "there is text after the closing quote; a quote inside a quoted field is written twice"),
        ScanEnd.BareQuote => new RecordProblem(scan.Fields - 1, "there is a quote inside an unquoted field, behind a line whose quote was left open"),
        _ => BrokenText(data[..scan.Length]) ?? WrongFieldCount(scan.Fields),
    };

    private static RecordProblem QuoteLeftOpen(int fields)
        => new(fields - 1, "the quote that opens the field is never closed");

    private RecordProblem? WrongFieldCount(int fields)
        => ExpectedFields == 0 || fields == ExpectedFields
            ? null
            : new RecordProblem(null, $"the record has {fields} field{(fields == 1 ? "" : "s")}, expected {ExpectedFields}");

    private RecordProblem? BrokenText(ReadOnlySpan<byte> record)
    {
        if (Utf8.IsValid(record))
        {
            return null;
        }

        var at = Utf8Fault.IndexIn(record);
        var fields = scanner.Scan(record[..at], final: true, strict: false).Fields;
        return new RecordProblem(scanner.IsDelimited ? fields - 1 : null, $"broken UTF-8: byte 0x{record[at]:X2} at position {at + 1} of the record");
    }

    private RawRecord Take(ReadOnlyMemory<byte> data, RecordScan scan, RecordProblem? problem)
    {
        var record = new RawRecord(_line, data[..scan.Length], problem);
        Consume(data.Span, scan.Consumed);
        return record;
    }

    private RawRecord TakeLongRecord(ReadOnlyMemory<byte> data)
    {
        // A copy, so that the rejected record does not hold on to the whole of it.
        var start = data[..KeptOfLongRecord].ToArray();
        var problem = new RecordProblem(null, $"the record is longer than {MaxRecordBytes} bytes; only its start is kept here");
        _skippingLongRecord = true;
        return new RawRecord(_line, start, problem);
    }

    private bool TrySkipLine()
    {
        var data = window.Unread;
        _skippingLongRecord = !scanner.TryFindLineEnd(data.Span, window.Ended, out var length, out var consumed);
        _line += _skippingLongRecord ? 0 : 1;
        var skipped = _skippingLongRecord ? length : consumed;
        _position += skipped;
        window.Advance(skipped);
        return !_skippingLongRecord;
    }

    private void Consume(ReadOnlySpan<byte> data, int count)
    {
        _line += scanner.IsDelimited ? LineEnds.Count(data[..count]) : 1;
        _position += count;
        window.Advance(count);
    }
}
