using Sylvan.Data.Csv;

namespace DataAccess.Cli.Import.Reading;

/// <summary>
/// Reads CSV and TSV. The splitter decides what is a record and keeps the damaged ones out; Sylvan takes the fields out of
/// the sound ones, a batch at a time, so that it never sees anything it would stop at.
/// </summary>
internal sealed class CsvRecordReader : IRecordReader
{
    private readonly RecordSplitter _splitter;
    private readonly char _delimiter;
    private readonly List<RawRecord> _batch = [];
    private char[] _buffer = [];
    private CsvDataReader? _values;
    private int _index;

    private CsvRecordReader(RecordSplitter splitter, char delimiter)
        => (_splitter, _delimiter) = (splitter, delimiter);

    public IReadOnlyList<string> Fields { get; private set; } = [];

    public bool HasHeader => true;

    public RawRecord Current => _batch[_index];

    /// <summary>Begins to read, with the header.</summary>
    /// <exception cref="MalformedInputException">There is no usable header.</exception>
    public static async ValueTask<CsvRecordReader> OpenAsync(
        string name, ByteWindow window, char delimiter, CancellationToken cancellationToken)
    {
        var splitter = new RecordSplitter(window, new DelimitedScanner((byte)delimiter));
        var reader = new CsvRecordReader(splitter, delimiter);
        await reader.ReadHeaderAsync(name, window, cancellationToken);
        return reader;
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (++_index >= _batch.Count)
        {
            _index = 0;
            if (!await _splitter.ReadAsync(_batch, cancellationToken))
            {
                return false;
            }

            OpenBatch();
        }

        if (Current.Problem is null && !_values!.Read())
        {
            throw new InvalidOperationException($"The CSV parser found no record where line {Current.Line} has one.");
        }

        return true;
    }

    public ValueForm FormOf(int field) => TextOf(field).IsEmpty ? ValueForm.Missing : ValueForm.Untyped;

    public ReadOnlySpan<char> TextOf(int field) => _values!.GetFieldSpan(field);

    private async ValueTask ReadHeaderAsync(string name, ByteWindow window, CancellationToken cancellationToken)
    {
        RawRecord header;
        while (!_splitter.TryTake(out header))
        {
            if (window.Ended)
            {
                throw new MalformedInputException($"{name} is empty: there is no header and no row in it.");
            }

            await window.FillAsync(cancellationToken);
        }

        if (header.Problem is { } problem)
        {
            throw new MalformedInputException($"{name}: the header in line {header.Line} cannot be read: {problem.Reason}.");
        }

        _batch.Add(header);
        OpenBatch();
        _values!.Read();
        Fields = Enumerable.Range(0, _values.RowFieldCount).Select(_values.GetString).ToArray();
        CheckHeader(name, header.Line);
        _splitter.ExpectedFields = Fields.Count;
    }

    private void CheckHeader(string name, long line)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Fields.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Fields[i]))
            {
                throw new MalformedInputException($"{name}: column {i + 1} of the header in line {line} has no name.");
            }

            if (!seen.Add(Fields[i]))
            {
                throw new MalformedInputException($"{name}: the header in line {line} names the column '{Fields[i]}' twice.");
            }
        }
    }

    private void OpenBatch()
    {
        var characters = RecordTextReader.CharactersIn(_batch);
        if (_buffer.Length < characters)
        {
            _buffer = new char[Math.Max(characters, 2 * _buffer.Length)];
        }

        _values = _batch.Exists(static record => record.Problem is null)
            ? CsvDataReader.Create(new RecordTextReader(_batch), _buffer, Options())
            : null;
    }

    private CsvDataReaderOptions Options() => new()
    {
        HasHeaders = false,
        Delimiter = _delimiter,
        CsvStyle = CsvStyle.Standard,
        ResultSetMode = ResultSetMode.SingleResult,
        // There is no way to switch comments off; a character that never starts a record does it.
        Comment = '\n',
    };
}
