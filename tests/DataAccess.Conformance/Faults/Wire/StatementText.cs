using System.Text;

namespace DataAccess.Conformance.Faults;

/// <summary>Tells statements apart by their words. It knows what this library and its drivers send, not SQL.</summary>
internal static class StatementText
{
    private static readonly string[] Changes = ["insert ", "update ", "delete ", "merge ", "replace "];

    public static StatementKind KindOf(ReadOnlySpan<byte> text) => KindOf(Encoding.Latin1.GetString(text));

    public static StatementKind KindOf(string text)
    {
        var words = text.Trim([' ', '\t', '\r', '\n', ';', '\0']).ToLowerInvariant();
        return FirstWord(words) switch
        {
            "begin" or "start" => OfBegin(words),
            "set" when words.Contains("start transaction", StringComparison.Ordinal) => OfBegin(words),
            "commit" or "end" => StatementKind.Commit,
            "release" when words.EndsWith(";commit", StringComparison.Ordinal) => StatementKind.Commit,
            "rollback" when words.StartsWith("rollback to ", StringComparison.Ordinal) => StatementKind.Other,
            "rollback" or "abort" => StatementKind.Rollback,
            "kill" => StatementKind.Kill,
            "copy" or "load" => StatementKind.Copy,
            "with" => Changes.Any(change => words.Contains(change, StringComparison.Ordinal)) ? StatementKind.Write : StatementKind.Other,
            var first => Changes.Contains(first + " ") ? StatementKind.Write : StatementKind.Other,
        };
    }

    private static StatementKind OfBegin(string words)
        => words.EndsWith("commit", StringComparison.Ordinal) ? StatementKind.WholeTransaction : StatementKind.Begin;

    private static string FirstWord(string words)
    {
        var end = words.AsSpan().IndexOfAnyExceptInRange('a', 'z');
        return end < 0 ? words : words[..end];
    }
}
