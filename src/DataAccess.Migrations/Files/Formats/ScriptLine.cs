using System.Runtime.InteropServices;

using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>A line of a text.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="Length">How long it is, without its end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScriptLine(int Number, int Start, int Length)
{
    private const int MaxShown = 80;

    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);

    /// <summary>The line for a message.</summary>
    public string Shown(string text) => TextCut.Shown(In(text).Trim(), MaxShown);

    /// <summary>The lines of a text, which end as in the lexer: at a line feed, at a carriage return, or at both together.</summary>
    public static IEnumerable<ScriptLine> Of(string text)
    {
        var start = 0;
        for (var number = 1; start <= text.Length; number++)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            length = length < 0 ? text.Length - start : length;
            yield return new ScriptLine(number, start, length);
            var end = start + length;
            start = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }
    }
}
