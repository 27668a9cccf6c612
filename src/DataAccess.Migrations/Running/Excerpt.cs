using System.Globalization;
using System.Text;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>Where in its file a statement failed, and the line there with a mark below the place.</summary>
internal sealed record Excerpt
{
    private const int MaxShown = 80;
    private const int Before = 50;
    private const string Indent = "    ";

    private Excerpt(int line, int? column, string text) => (Line, Column, Text) = (line, column, text);

    /// <summary>The line of the file, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, in characters from 1; null if only the line is known.</summary>
    public int? Column { get; }

    /// <summary>The line's text and, if the column is known, a line with the mark.</summary>
    public string Text { get; }

    /// <param name="statement">The statement.</param>
    /// <param name="index">The place in its <see cref="ScriptStatement.Text"/>, or null.</param>
    /// <param name="line">The line of the statement, from 1, if no more is known.</param>
    public static Excerpt Of(ScriptStatement statement, int? index, int? line)
    {
        var source = statement.Source;
        if (index is { } known)
        {
            return At(statement, source, Math.Clamp(statement.SourceIndexOf(Math.Clamp(known, 0, statement.Text.Length)), 0, source.Length));
        }

        return line is > 1 && StartOf(source, line.Value) is { } start
            ? new Excerpt(statement.Line + line.Value - 1, null, Indent + ScriptStatement.FirstLineOf(source[start..]))
            : new Excerpt(statement.Line, null, Indent + statement.FirstLine);
    }

    /// <param name="data">The rows of a COPY.</param>
    /// <param name="row">The line among them, from 1.</param>
    public static Excerpt Of(CopyData data, int row) => new(data.Line + row - 1, null, Indent + ScriptStatement.FirstLineOf(data.RowAt(row)));

    private static Excerpt At(ScriptStatement statement, string source, int index)
    {
        var before = source.AsSpan(0, index);
        var start = before.LastIndexOf('\n') + 1;
        var line = statement.Line + before.Count('\n');
        var column = (start == 0 ? statement.Column : 1) + PlaceCounter.CharactersIn(before[start..]);
        var end = source.AsSpan(index).IndexOfAny('\r', '\n');
        return new Excerpt(line, column, Marked(source[start..(end < 0 ? source.Length : index + end)], index - start));
    }

    /// <summary>A line with the mark below a place, cut at both ends where it is long.</summary>
    private static string Marked(string line, int index)
    {
        var start = Math.Min(line.Length - line.AsSpan().TrimStart().Length, index);
        var prefix = "";
        if (index - start > Before && line.Length - start > MaxShown)
        {
            start = index - Before;
            prefix = "…";
        }

        var end = Math.Min(line.Length, Math.Max(index, start + MaxShown));
        start -= start > 0 && char.IsLowSurrogate(line[start]) ? 1 : 0;
        end -= end < line.Length && end > index && char.IsLowSurrogate(line[end]) ? 1 : 0;
        var shown = prefix + line[start..end].Replace('\t', ' ') + (end < line.Length ? "…" : "");
        return $"{Indent}{shown.TrimEnd()}{Environment.NewLine}{Indent}{new string(' ', WidthOf(prefix + line[start..index]))}^";
    }

    /// <summary>How many places of a terminal a text takes: characters of East Asia and pictures take two.</summary>
    private static int WidthOf(string text)
    {
        var width = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            width += IsWide(FirstOf(elements.GetTextElement())) ? 2 : 1;
        }

        return width;
    }

    private static int FirstOf(string element) => Rune.TryGetRuneAt(element, 0, out var rune) ? rune.Value : 0;

    private static bool IsWide(int character) => character
        is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);

    private static int? StartOf(string source, int line)
    {
        var at = 0;
        for (; line > 1; line--)
        {
            at = source.IndexOf('\n', at) + 1;
            if (at == 0)
            {
                return null;
            }
        }

        return at;
    }
}
