namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// Reads CSV and TSV, and tells sound records from damaged ones. A damaged record costs only itself: reading continues
/// after it.
/// </summary>
internal sealed class CsvRecordReader : RecordReader
{
    /// <summary>How far after its line a quoted field may end. If it does not, its quote is taken as left open by mistake.</summary>
    public const int MaxQuotedLineBytes = 1024 * 1024;

    private readonly CsvParser _parser;
    private IReadOnlyList<string> _fields = [];
    private long _suspectUntil;

    private CsvRecordReader(ByteWindow window, char delimiter)
        : base(window)
        => _parser = new CsvParser((byte)delimiter);

    public override IReadOnlyList<string> Fields => _fields;

    public override bool HasHeader => true;

    protected override bool EndsAtReturn => true;

    /// <summary>Starts reading, with the header.</summary>
    /// <exception cref="MalformedInputException">The header is missing or cannot be used.</exception>
    public static async ValueTask<CsvRecordReader> OpenAsync(
        string name, ByteWindow window, char delimiter, CancellationToken cancellationToken)
    {
        var reader = new CsvRecordReader(window, delimiter);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new MalformedInputException($"{name} is empty: it has no header and no rows.");
        }

        reader._fields = CsvHeader.Read(reader._parser, reader.Current, name);
        return reader;
    }

    public override ValueForm FormOf(int field) => _parser.IsEmpty(field) ? ValueForm.Missing : ValueForm.Untyped;

    public override ReadOnlySpan<char> TextOf(int field) => _parser.TextOf(field, Current.Bytes.Span);

    protected override bool TryRead()
    {
        if (!TrySkipBlankLines())
        {
            return false;
        }

        var data = Window.Unread;
        var scan = Scan(data.Span, Window.Ended);

        var record = data.Span[..scan.Length];
        var firstLine = scan.HasQuotedFields ? record.IndexOfAny((byte)'\n', (byte)'\r') : -1;
        if (scan.End == CsvEnd.MoreNeeded && scan.Length <= (firstLine < 0 ? RawRecord.MaxBytes : firstLine + MaxQuotedLineBytes))
        {
            return false;
        }

        if (firstLine >= 0)
        {
            TakeLines(scan, firstLine);
        }
        else if (scan.Length > RawRecord.MaxBytes)
        {
            TakeTooLong();
        }
        else
        {
            Take(scan, ProblemIn(record, scan));
        }

        return true;
    }

    private bool TrySkipBlankLines()
    {
        while (Window.Unread.Span is [(byte)'\n' or (byte)'\r', ..] blank && LineEnds.Size(blank, Window.Ended) is var size and > 0)
        {
            Window.Advance(size, lines: 1);
        }

        return Window.Unread.Span is [not (byte)'\r', ..];
    }

    /// <summary>
    /// If a record that spans lines is damaged, either it is one damaged record, or a quote was left open on its first
    /// line and closed by a quote of a later record. A later line that is sound on its own tells the second case.
    /// </summary>
    private void TakeLines(CsvScan scan, int firstLine)
    {
        var record = Window.Unread.Span[..scan.Length];
        var leftOpen = scan.End is CsvEnd.QuoteOpen or CsvEnd.MoreNeeded || scan.Length > firstLine + MaxQuotedLineBytes;
        var problem = leftOpen ? QuoteLeftOpen(scan.Fields) : ProblemIn(record, scan);
        if (Fields.Count == 0 || problem is null || (!leftOpen && !HasSoundLine(record[firstLine..])))
        {
            Take(scan, problem);
            return;
        }

        var suspectUntil = Window.Position + Math.Min(scan.Length, firstLine + MaxQuotedLineBytes);
        var line = _parser.Scan(record[..firstLine], final: true);
        Take(line with { Consumed = firstLine + LineEnds.Size(record[firstLine..], final: true) }, QuoteLeftOpen(line.Fields));
        _suspectUntil = Math.Max(_suspectUntil, suspectUntil);
    }

    private bool HasSoundLine(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            lines = lines[LineEnds.Size(lines, final: true)..];
            LineEnds.TryFind(lines, final: true, endsAtReturn: true, out var length, out _);
            var scan = _parser.Scan(lines[..length], final: true, strict: true);
            if (length > 0 && scan.End == CsvEnd.Record && scan.Fields == Fields.Count)
            {
                return true;
            }

            lines = lines[length..];
        }

        return false;
    }

    private CsvScan Scan(ReadOnlySpan<byte> data, bool final) => _parser.Scan(data, final, strict: Window.Position < _suspectUntil);

    private RecordProblem? ProblemIn(ReadOnlySpan<byte> record, CsvScan scan) => scan.End switch
    {
        CsvEnd.QuoteOpen => QuoteLeftOpen(scan.Fields),
        CsvEnd.TextAfterQuote => new RecordProblem(scan.Fields - 1, "text follows the closing quote; a quote inside a quoted field must be doubled"),
        CsvEnd.BareQuote => new RecordProblem(scan.Fields - 1, "an unquoted field contains a quote, after a line whose quote was left open"),
        _ => InvalidUtf8(record) ?? WrongFieldCount(scan.Fields),
    };

    private static RecordProblem QuoteLeftOpen(int fields) => new(fields - 1, "the opening quote of the field is never closed");

    private RecordProblem? InvalidUtf8(ReadOnlySpan<byte> record)
        => RecordProblem.InvalidUtf8(record, out var at) is { } problem
            ? problem with { Field = _parser.Scan(record[..at], final: true).Fields - 1 }
            : null;

    private RecordProblem? WrongFieldCount(int fields)
        => Fields.Count == 0 || fields == Fields.Count
            ? null
            : new RecordProblem(null, Invariant($"the record has {fields} field{(fields == 1 ? "" : "s")}, expected {Fields.Count}"));

    private void Take(CsvScan scan, RecordProblem? problem)
        => Take(
            scan.Length,
            scan.Consumed,
            scan.HasQuotedFields ? LineEnds.Count(Window.Unread.Span[..scan.Consumed]) : scan.Consumed > scan.Length ? 1 : 0,
            problem);
}
