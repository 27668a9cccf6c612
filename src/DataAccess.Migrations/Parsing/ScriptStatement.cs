namespace DataAccess.Migrations.Parsing;

/// <summary>One statement of a script, from its first to its last significant character, without its terminator.</summary>
internal sealed record ScriptStatement
{
    /// <summary>The line that ends the rows of a COPY in a script.</summary>
    public const string EndOfRows = "\n\\.";

    private const int MaxShown = 80;

    private readonly IStatementTexts? _texts;
    private readonly int _index;
    private readonly int _length;
    private string? _text;

    /// <param name="start">Where it starts in the script.</param>
    /// <param name="line">The line it starts on, from 1.</param>
    /// <param name="text">Its text, as the script has it.</param>
    /// <param name="flavour">The rules that it was read by, which the statements before it may have changed.</param>
    public ScriptStatement(int start, int line, string text, SqlFlavour flavour)
        => (Start, Line, _text, Flavour) = (start, line, text, flavour);

    /// <summary>One whose text is read once it is asked for.</summary>
    public ScriptStatement(int start, int line, int length, SqlFlavour flavour, IStatementTexts texts, int index)
        => (Start, Line, _length, Flavour, _texts, _index) = (start, line, length, flavour, texts, index);

    /// <summary>Where it starts in the script.</summary>
    public int Start { get; }

    /// <summary>The line it starts on, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The column it starts in, in characters from 1.</summary>
    public int Column { get; init; } = 1;

    /// <summary>The rules that it was read by, which the statements before it may have changed.</summary>
    public SqlFlavour Flavour { get; }

    /// <summary>Its text, as the script has it.</summary>
    public string Text
    {
        get => _text ??= _texts!.TextOf(_index);
        init => _text = value;
    }

    /// <summary>The length of its text.</summary>
    public int Length => _text?.Length ?? _length;

    /// <summary>The rows that follow it in the script, for one that takes rows; else null.</summary>
    public CopyData? Data { get; init; }

    /// <summary>The text with the rows.</summary>
    public string Whole => Data is null ? Text : $"{Text};\n{Data.Text}{EndOfRows[1..]}";

    /// <summary>The script's placeholders; null where it has none.</summary>
    public FilledText? Filled { get; init; }

    /// <summary>Its text with placeholders as the file has them, for messages.</summary>
    public string Source => Filled?.SourceOf(Start, Text.Length) ?? Text;

    /// <summary>Its first line, for messages.</summary>
    public string FirstLine => FirstLineOf(Source);

    /// <summary>A place in <see cref="Text"/> as one in <see cref="Source"/>.</summary>
    public int SourceIndexOf(int index) => Filled is null ? index : Math.Max(0, Filled.IndexOf(Start + index) - Filled.IndexOf(Start));

    public static string FirstLineOf(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return TextCut.Shown(line, MaxShown);
    }
}
