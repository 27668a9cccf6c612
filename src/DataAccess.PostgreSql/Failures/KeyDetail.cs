using System.Buffers;

namespace DataAccess.PostgreSql.Failures;

/// <summary>The key that an error's detail names: <c>Key (tenant, number)=(7, 42) already exists.</c> The text around it may be in any language.</summary>
/// <param name="Columns">The columns' names, unquoted; or the expressions of an index.</param>
/// <param name="Values">Their values as text, separated by a comma and a space.</param>
/// <param name="HasNames">Whether all are names: the server quotes those that do not look like one.</param>
internal readonly record struct KeyDetail(string[] Columns, string Values, bool HasNames)
{
    private const string Between = ")=(";
    private const string Separator = ", ";
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <returns>The key, or null if the detail does not name one.</returns>
    public static KeyDetail? Read(string? detail)
    {
        if (detail is null || detail.IndexOf('(', StringComparison.Ordinal) is var open && open < 0)
        {
            return null;
        }

        var (columns, hasNames, at) = (new List<string>(), true, open + 1);
        while (true)
        {
            var end = EndOf(detail, at);
            if (end < 0)
            {
                return null;
            }

            var text = detail[at..end];
            columns.Add(Unquote(text));
            hasNames &= text[0] == '"' || IsPlain(text);
            at = end + Separator.Length;
            if (detail.AsSpan(end).StartsWith(Between, StringComparison.Ordinal))
            {
                at = end + Between.Length;
                return detail.LastIndexOf(')') is var close && close < at ? null : new KeyDetail([.. columns], detail[at..close], hasNames);
            }
        }
    }

    /// <summary>Where the column or expression ends that begins at a place; -1 if it has no end.</summary>
    private static int EndOf(string detail, int at)
    {
        var end = at;
        if (detail[at..] is ['"', ..])
        {
            do
            {
                end = detail.IndexOf('"', end + 1) + 1;
            }
            while (end > 0 && end < detail.Length && detail[end] == '"');

            return end > 0 && (IsAt(detail, end, Separator) || IsAt(detail, end, Between)) ? end : -1;
        }

        while (end < detail.Length && !IsAt(detail, end, Separator) && !IsAt(detail, end, Between))
        {
            end++;
        }

        return end == at || end == detail.Length ? -1 : end;
    }

    private static bool IsAt(string detail, int at, string text) => detail.AsSpan(at).StartsWith(text, StringComparison.Ordinal);

    private static bool IsPlain(string name) => name.AsSpan().IndexOfAnyExcept(Plain) < 0;

    private static string Unquote(string name)
        => name is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : name;
}
