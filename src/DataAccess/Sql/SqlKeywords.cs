namespace DataAccess.Sql;

/// <summary>The few checks on a piece of SQL text while a statement is being built.</summary>
internal static class SqlKeywords
{
    /// <summary>Whether the text ends with the keyword <c>in</c>, so that a list that follows is expanded.</summary>
    public static bool EndsWithIn(string? text) => EndsWithWord(text, "in");

    /// <summary>Whether the text ends with the keyword <c>not</c>.</summary>
    public static bool EndsWithNot(ReadOnlySpan<char> text) => EndsWithWord(text, "not");

    private static bool EndsWithWord(ReadOnlySpan<char> text, string word)
    {
        var trimmed = text.TrimEnd();
        return trimmed.EndsWith(word, StringComparison.OrdinalIgnoreCase)
            && (trimmed.Length == word.Length || !IsWordCharacter(trimmed[^(word.Length + 1)]));
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
