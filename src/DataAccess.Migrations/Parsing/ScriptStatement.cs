namespace DataAccess.Migrations.Parsing;

/// <summary>One statement of a script, from its first to its last significant character, without its terminator.</summary>
/// <param name="Start">Where it starts in the script.</param>
/// <param name="Line">The line it starts on, from 1.</param>
/// <param name="Text">Its text, as the script has it.</param>
internal sealed record ScriptStatement(int Start, int Line, string Text)
{
    private const int MaxShown = 80;

    /// <summary>Its first line, for messages.</summary>
    public string FirstLine => FirstLineOf(Text);

    public static string FirstLineOf(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length > MaxShown ? $"{line[..(MaxShown - 1)]}…" : line.ToString();
    }
}
