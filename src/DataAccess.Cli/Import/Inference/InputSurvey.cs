using DataAccess.Cli.Import.Conversion;
using DataAccess.Cli.Import.Reading;

namespace DataAccess.Cli.Import.Inference;

/// <summary>Looks through a file, or as much of it as can be replayed, for its fields and their types.</summary>
internal sealed class InputSurvey
{
    /// <summary>How much is looked at where not everything can be: so many records, or so many bytes.</summary>
    public const int SampleRecords = 10_000;

    private const long SampleBytes = 8 * 1024 * 1024;

    private readonly List<ColumnInference> _columns = [];

    private InputSurvey(IReadOnlyList<string> fields) => Fields = fields;

    /// <summary>The names of the fields.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The narrowest type of each field.</summary>
    public IReadOnlyList<ColumnType> Types => [.. Fields.Select((_, i) => i < _columns.Count ? _columns[i].Decide() : ColumnType.Text)];

    /// <summary>What was wrong with the first damaged record, or null where all were sound.</summary>
    public RawRecord? FirstDamaged { get; private set; }

    /// <param name="source">Where the reader reads from; it is left somewhere in the middle.</param>
    /// <param name="reader">Stands before the first record.</param>
    /// <param name="whole">Whether to go to the end, and not only through a sample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<InputSurvey> RunAsync(
        ImportSource source, IRecordReader reader, bool whole, CancellationToken cancellationToken)
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

    private void Observe(IRecordReader reader)
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
