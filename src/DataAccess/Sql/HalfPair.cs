namespace DataAccess.Sql;

/// <summary>
/// Half a surrogate pair: a char that is no character by itself, and that no encoding has a form for. Drivers replace it with U+FFFD
/// without a word, so it is looked for before a text is sent.
/// </summary>
internal static class HalfPair
{
    private const char First = '\uD800';
    private const char Last = '\uDFFF';

    /// <summary>Where the first one is, or -1.</summary>
    public static int IndexIn(ReadOnlySpan<char> text)
    {
        var from = 0;
        while (text[from..].IndexOfAnyInRange(First, Last) is >= 0 and var at)
        {
            from += at;
            if (!char.IsHighSurrogate(text[from]) || from + 1 == text.Length || !char.IsLowSurrogate(text[from + 1]))
            {
                return from;
            }

            from += 2;
        }

        return -1;
    }

    /// <summary>What is wrong with a value that is text, a char, or a list of texts; null where nothing is.</summary>
    public static string? FindIn<TValue>(TValue value) => value switch
    {
        string text => Problem(text),
        char character => Problem(new ReadOnlySpan<char>(in character)),
        IEnumerable<string?> texts => texts.Select(static text => Problem(text)).FirstOrDefault(static problem => problem is not null),
        _ => null,
    };

    private static string? Problem(ReadOnlySpan<char> text)
        => IndexIn(text) is >= 0 and var at
            ? $"an unpaired surrogate (U+{(int)text[at]:X4} at index {at}), which is not a valid character and cannot be stored. Remove it, or do not split text inside a surrogate pair"
            : null;
}
