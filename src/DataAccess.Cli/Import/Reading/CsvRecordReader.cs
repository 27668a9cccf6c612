namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// Reads CSV and TSV, and tells the sound records from the damaged ones. A damaged record costs itself only: reading goes on
/// behind it.
/// </summary>
internal sealed class CsvRecordReader : IRecordReader
{
    /// <summary>How far behind its line an opened quote may close. Where it does not, it is taken to have been left open by mistake.</summary>
    public const int MaxQuotedLineBytes = 1024 * 1024;

    private readonly ByteWindow _window;
    private readonly CsvParser _parser;
    private long _suspectUntil;
    private bool _isSkipping;

    private CsvRecordReader(ByteWindow window, char delimiter)
        => (_window, _parser) = (window, new CsvParser((byte)delimiter));

    public IReadOnlyList<string> Fields { get; private set; } = [];

    public bool HasHeader => true;

    public RawRecord Current { get; private set; }

    /// <summary>Begins to read, with the header.</summary>
    /// <exception cref="MalformedInputException">There is no usable header.</exception>
    public static async ValueTask<CsvRecordReader> OpenAsync(
        string name, ByteWindow window, char delimiter, CancellationToken cancellationToken)
    {
        var reader = new CsvRecordReader(window, delimiter);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new MalformedInputException($"{name} is empty: there is no header and no row in it.");
        }

        reader.Fields = CsvHeader.Read(reader._parser, reader.Current, name);
        return reader;
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!TryRead())
        {
            if (_window.Ended)
            {
                return false;
            }

            await _window.FillAsync(cancellationToken);
        }

        return true;
    }

    public ValueForm FormOf(int field) => _parser.IsEmpty(field) ? ValueForm.Missing : ValueForm.Untyped;

    public ReadOnlySpan<char> TextOf(int field) => _parser.TextOf(field, Current.Bytes.Span);

    /// <summary>Takes the next record, if the window holds it whole.</summary>
    private bool TryRead()
    {
        _isSkipping = _isSkipping && !_window.TrySkipLine(endsAtReturn: true);
        if (_isSkipping || !TryPassBlankLines())
        {
            return false;
        }

        var data = _window.Unread;
        var scan = Scan(data.Span, _window.Ended);

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
            Current = RawRecord.TooLong(_window.Line, data);
            _isSkipping = true;
        }
        else
        {
            Take(scan, ProblemIn(record, scan));
        }

        return true;
    }

    private bool TryPassBlankLines()
    {
        while (_window.Unread.Span is [(byte)'\n' or (byte)'\r', ..] blank && LineEnds.Size(blank, _window.Ended) is var size and > 0)
        {
            _window.Advance(size, lines: 1);
        }

        return _window.Unread.Span is [not (byte)'\r', ..];
    }

    /// <summary>
    /// Where a record with line ends in it is damaged, either it is one damaged record, or a quote was left open on its first
    /// line and closed by a quote of some later record. A later line that would be sound on its own tells the second.
    /// </summary>
    private void TakeLines(CsvScan scan, int firstLine)
    {
        var record = _window.Unread.Span[..scan.Length];
        var leftOpen = scan.End is CsvEnd.QuoteOpen or CsvEnd.MoreNeeded || scan.Length > firstLine + MaxQuotedLineBytes;
        var problem = leftOpen ? QuoteLeftOpen(scan.Fields) : ProblemIn(record, scan);
        if (Fields.Count == 0 || problem is null || (!leftOpen && !HasSoundLine(record[firstLine..])))
        {
            Take(scan, problem);
            return;
        }

        var suspectUntil = _window.Position + Math.Min(scan.Length, firstLine + MaxQuotedLineBytes);
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

    private CsvScan Scan(ReadOnlySpan<byte> data, bool final) => _parser.Scan(data, final, strict: _window.Position < _suspectUntil);

    private RecordProblem? ProblemIn(ReadOnlySpan<byte> record, CsvScan scan) => scan.End switch
    {
        CsvEnd.QuoteOpen => QuoteLeftOpen(scan.Fields),
        CsvEnd.TextAfterQuote => new RecordProblem(scan.Fields - 1, "there is text after the closing quote; a quote inside a quoted field is written twice"),
        CsvEnd.BareQuote => new RecordProblem(scan.Fields - 1, "there is a quote inside an unquoted field, behind a line whose quote was left open"),
        _ => BrokenUtf8(record) ?? WrongFieldCount(scan.Fields),
    };

    private static RecordProblem QuoteLeftOpen(int fields) => new(fields - 1, "the quote that opens the field is never closed");

    private RecordProblem? BrokenUtf8(ReadOnlySpan<byte> record)
        => RecordProblem.BrokenUtf8(record, out var at) is { } problem
            ? problem with { Field = _parser.Scan(record[..at], final: true).Fields - 1 }
            : null;

    private RecordProblem? WrongFieldCount(int fields)
        => Fields.Count == 0 || fields == Fields.Count
            ? null
            : new RecordProblem(null, Invariant($"the record has {fields} field{(fields == 1 ? "" : "s")}, expected {Fields.Count}"));

    private void Take(CsvScan scan, RecordProblem? problem)
    {
        var data = _window.Unread[..scan.Consumed];
        Current = new RawRecord(_window.Line, data[..scan.Length], problem);
        _window.Advance(scan.Consumed, scan.HasQuotedFields ? LineEnds.Count(data.Span) : scan.Consumed > scan.Length ? 1 : 0);
    }
}
