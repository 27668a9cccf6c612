using System.Text;
using System.Text.Json;

namespace DataAccess.Cli.Configuration;

/// <summary>Reads JSON with comments and trailing commas as values that know their lines.</summary>
internal ref struct ConfigurationReader
{
    private readonly string _file;

    private readonly ReadOnlySpan<byte> _text;

    private Utf8JsonReader _reader;

    private int _line = 1;

    private int _counted;

    private ConfigurationReader(string file, ReadOnlySpan<byte> text)
    {
        _file = file;
        _text = text;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
    }

    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="ConfigurationException">It is not valid JSON, or an object has a key twice. The message repeats nothing of the text but keys.</exception>
    public static ConfigurationNode Read(string file, ReadOnlySpan<byte> text)
    {
        var content = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var reader = new ConfigurationReader(file, content);
        try
        {
            reader._reader.Read();
            var root = reader.Value(reader.Here());
            reader._reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            // The exception's own message may repeat a part of a value.
            var line = (int)(exception.LineNumber ?? 0) + 1;
            throw new ConfigurationException(
                new FilePlace(file, line), Invariant($"This is not valid JSON from byte {(exception.BytePositionInLine ?? 0) + 1} of the line on. Keys and text stand in double quotes, with a comma between two members."));
        }
        catch (InvalidOperationException)
        {
            throw new ConfigurationException(reader.Here(), "The text is not valid UTF-8, or has half of a surrogate pair.");
        }
    }

    private ConfigurationNode Value(FilePlace place)
    {
        var kind = _reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.StartObject:
                return new ConfigurationNode(kind, "", place, Members());
            case JsonTokenType.StartArray:
                _reader.Skip();
                return new ConfigurationNode(kind, "", place, []);
            case JsonTokenType.String:
                return new ConfigurationNode(kind, _reader.GetString()!, place, []);
            default:
                return new ConfigurationNode(kind, Encoding.UTF8.GetString(_reader.ValueSpan), place, []);
        }
    }

    private List<KeyValuePair<string, ConfigurationNode>> Members()
    {
        var members = new List<KeyValuePair<string, ConfigurationNode>>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = _reader.GetString()!;
            var place = Here();
            if (!lines.TryAdd(key, place.Line))
            {
                throw new ConfigurationException(place, Invariant($"The key '{key}' is there twice; line {lines[key]} has it, too. Remove one."));
            }

            _reader.Read();
            members.Add(KeyValuePair.Create(key, Value(place)));
        }

        return members;
    }

    /// <summary>The line of the present token. Lines are counted once.</summary>
    private FilePlace Here()
    {
        var start = Math.Max((int)_reader.TokenStartIndex, _counted);
        _line += _text[_counted..start].Count((byte)'\n');
        _counted = start;
        return new FilePlace(_file, _line);
    }
}
