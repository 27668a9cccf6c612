using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DataAccess.Cli.Import.Reading;

/// <summary>Reads a JSON object from every line. Objects and arrays inside it are kept as JSON text.</summary>
internal sealed class NdJsonRecordReader : IRecordReader
{
    private readonly ByteWindow _window;
    private readonly JsonFieldNames _names;
    private readonly JsonRecordValues _values = new();
    private bool _isSkipping;

    /// <param name="window">The file.</param>
    /// <param name="fields">The keys that are expected.</param>
    /// <param name="discover">Whether other keys are added to <see cref="Fields"/>, and not a problem.</param>
    public NdJsonRecordReader(ByteWindow window, IEnumerable<string> fields, bool discover)
    {
        _window = window;
        _names = new JsonFieldNames(fields, discover);
    }

    public IReadOnlyList<string> Fields => _names.All;

    public bool HasHeader => false;

    public RawRecord Current { get; private set; }

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

    public ValueForm FormOf(int field) => _values.FormOf(field);

    public ReadOnlySpan<char> TextOf(int field) => _values.TextOf(field);

    /// <summary>Takes the next record, if the window holds it whole.</summary>
    private bool TryRead()
    {
        _isSkipping = _isSkipping && !_window.TrySkipLine(endsAtReturn: false);
        while (!_isSkipping && !_window.Unread.IsEmpty)
        {
            var isWhole = LineEnds.TryFind(_window.Unread.Span, _window.Ended, endsAtReturn: false, out var length, out var consumed);
            var line = _window.Unread[..length];
            if (length > RawRecord.MaxBytes)
            {
                Current = RawRecord.TooLong(_window.Line, line);
                return _isSkipping = true;
            }

            if (!isWhole)
            {
                return false;
            }

            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                Take(line.Span[^1] == '\r' ? line[..^1] : line);
                _window.Advance(consumed, lines: 1);
                return true;
            }

            _window.Advance(consumed, lines: 1);
        }

        return false;
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        var known = _names.All.Count;
        var problem = RecordProblem.BrokenUtf8(line.Span, out _) ?? Parse(line.Span);
        Current = new RawRecord(_window.Line, line, problem);
        if (problem is not null)
        {
            _names.ForgetFrom(known);
        }
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
            // Thrown for an escape such as \ud800, half of a character.
            return new RecordProblem(null, "a string of the line holds an incomplete surrogate pair, which is no text");
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

        // Everything is parsed even behind a problem, as broken JSON is the graver one.
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

    /// <summary>The parser's words without the position, which it gives for its own idea of lines.</summary>
    private static string ReasonOf(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    [SuppressMessage("Style", "IDE0072", Justification = "The rest cannot begin a value.")]
    private static string NameOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array; write one object a line",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
