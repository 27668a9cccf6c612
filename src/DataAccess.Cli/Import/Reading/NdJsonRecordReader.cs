using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DataAccess.Cli.Import.Reading;

/// <summary>Reads one JSON object per line. Objects and arrays inside it are kept as JSON text.</summary>
internal sealed class NdJsonRecordReader : RecordReader
{
    private readonly JsonFieldNames _names;
    private readonly JsonRecordValues _values = new();

    /// <param name="window">The file.</param>
    /// <param name="fields">The expected keys.</param>
    /// <param name="discover">Whether other keys are added to <see cref="Fields"/> rather than rejected.</param>
    public NdJsonRecordReader(ByteWindow window, IEnumerable<string> fields, bool discover)
        : base(window)
    {
        _names = new JsonFieldNames(fields, discover);
    }

    public override IReadOnlyList<string> Fields => _names.All;

    public override bool HasHeader => false;

    protected override bool EndsAtReturn => false;

    public override ValueForm FormOf(int field) => _values.FormOf(field);

    public override ReadOnlySpan<char> TextOf(int field) => _values.TextOf(field);

    protected override bool TryRead()
    {
        while (!Window.Unread.IsEmpty)
        {
            var isWhole = LineEnds.TryFind(Window.Unread.Span, Window.Ended, endsAtReturn: false, out var length, out var consumed);
            if (length > RawRecord.MaxBytes)
            {
                TakeTooLong();
                return true;
            }

            if (!isWhole)
            {
                return false;
            }

            var line = Window.Unread.Span[..length];
            line = line is [.., (byte)'\r'] ? line[..^1] : line;
            if (line.ContainsAnyExcept(" \t\r"u8))
            {
                Take(line.Length, consumed, lines: 1, ProblemIn(line));
                return true;
            }

            Window.Advance(consumed, lines: 1);
        }

        return false;
    }

    private RecordProblem? ProblemIn(ReadOnlySpan<byte> line)
    {
        var known = _names.All.Count;
        var problem = RecordProblem.InvalidUtf8(line, out _) ?? Parse(line);
        if (problem is not null)
        {
            _names.ForgetFrom(known);
        }

        return problem;
    }

    private RecordProblem? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return ParseObject(line);
        }
        catch (JsonException exception)
        {
            return new RecordProblem(null, Invariant($"the line is not valid JSON, at byte {exception.BytePositionInLine + 1}: {ReasonOf(exception)}"));
        }
        catch (InvalidOperationException)
        {
            // Thrown for an escape such as \ud800, which is half of a surrogate pair.
            return new RecordProblem(null, "a string in the line contains an incomplete surrogate pair, which is not valid text");
        }
    }

    private RecordProblem? ParseObject(ReadOnlySpan<byte> line)
    {
        _values.Clear(_names.All.Count);
        var json = new Utf8JsonReader(line, new JsonReaderOptions { AllowMultipleValues = false });
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return new RecordProblem(null, $"the line is not a JSON object but {NameOf(json.TokenType)}");
        }

        // Everything is parsed even after a problem, as invalid JSON takes precedence.
        var problem = default(RecordProblem);
        for (var position = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName; position++)
        {
            var field = _names.IndexOf(ref json, position);
            problem ??= field < 0
                ? new RecordProblem(null, $"the key '{json.GetString()}' has no column")
                : _values.IsSet(field) ? new RecordProblem(field, "the key appears twice in the object") : null;
            json.Read();
            _values.Set(Math.Max(0, field), ref json, line);
        }

        json.Read();
        return problem;
    }

    /// <summary>The parser's message without its position, which does not match the file's lines.</summary>
    private static string ReasonOf(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    [SuppressMessage("Style", "IDE0072", Justification = "The rest cannot begin a value.")]
    private static string NameOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array; use one object per line",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
