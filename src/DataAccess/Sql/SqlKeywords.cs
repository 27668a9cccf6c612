namespace DataAccess.Sql;

/// <summary>The few checks on a piece of SQL text while a statement is being built.</summary>
internal static class SqlKeywords
{
    /// <summary>Whether the text ends with the keyword <c>in</c>, so that a list that follows is expanded.</summary>
    public static bool EndsWithIn(string? text) => EndsWithWord(TrimEnd(text), "in");

    /// <summary>Whether the text ends with the keyword <c>not</c>.</summary>
    public static bool EndsWithNot(ReadOnlySpan<char> text) => EndsWithWord(text, "not");

    /// <summary>Removes spaces and comments at the end of a text.</summary>
    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimEnd();
        while (trimmed.EndsWith("*/") && trimmed.LastIndexOf("/*", StringComparison.Ordinal) is >= 0 and var start)
        {
            trimmed = trimmed[..start].TrimEnd();
        }

        return trimmed;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text, string word)
    {
        var trimmed = text.TrimEnd();
        return trimmed.EndsWith(word, StringComparison.OrdinalIgnoreCase)
            && (trimmed.Length == word.Length || !IsWordCharacter(trimmed[^(word.Length + 1)]));
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
