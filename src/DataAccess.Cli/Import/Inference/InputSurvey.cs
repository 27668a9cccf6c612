using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Import.Inference;

/// <summary>Reads a file, or as much of it as can be replayed, for its fields and their types.</summary>
internal sealed class InputSurvey
{
    /// <summary>The most records to read if the whole file cannot be read twice; or so many bytes.</summary>
    public const int SampleRecords = 10_000;

    private const long SampleBytes = 8 * 1024 * 1024;

    private readonly List<ColumnInference> _columns = [];

    private InputSurvey(IReadOnlyList<string> fields) => Fields = fields;

    /// <summary>The names of the fields.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The narrowest type of each field.</summary>
    public IReadOnlyList<ColumnType> Types => [.. Fields.Select((_, i) => i < _columns.Count ? _columns[i].Decide() : ColumnType.Text)];

    /// <summary>The first damaged record, or null if all were sound.</summary>
    public RawRecord? FirstDamaged { get; private set; }

    /// <param name="source">The source of the reader; left at any position.</param>
    /// <param name="reader">A reader before its first record.</param>
    /// <param name="whole">Whether to read to the end rather than a sample.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<InputSurvey> RunAsync(
        ImportSource source, RecordReader reader, bool whole, CancellationToken cancellationToken)
    {
        var survey = new InputSurvey(reader.Fields);
        for (var seen = 0L; whole || (seen < SampleRecords && source.BytesRead < SampleBytes); seen++)
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                break;
            }

            survey.Observe(reader);
        }

        return survey;
    }

    private void Observe(RecordReader reader)
    {
        if (reader.Current.Problem is not null)
        {
            FirstDamaged ??= reader.Current;
            return;
        }

        while (_columns.Count < Fields.Count)
        {
            _columns.Add(new ColumnInference());
        }

        for (var i = 0; i < _columns.Count; i++)
        {
            _columns[i].Observe(reader.TextOf(i), reader.FormOf(i));
        }
    }
}
