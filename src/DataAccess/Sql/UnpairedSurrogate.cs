namespace DataAccess.Sql;

/// <summary>
/// An unpaired surrogate: a char that is not a character by itself and cannot be encoded. Drivers silently replace it with U+FFFD,
/// so text is checked for it before it is sent.
/// </summary>
internal static class UnpairedSurrogate
{
    private const char First = '\uD800';
    private const char Last = '\uDFFF';

    /// <summary>The index of the first one, or -1.</summary>
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

    /// <summary>Describes the problem of a value that is text, a char, or a list of texts; null if there is none.</summary>
    public static string? FindIn<TValue>(TValue value) => value switch
    {
        string text => Problem(text),
        char character => Problem(new ReadOnlySpan<char>(in character)),
        IEnumerable<string?> texts => texts.Select(static text => Problem(text)).FirstOrDefault(static problem => problem is not null),
        _ => null,
    };

    private static string? Problem(ReadOnlySpan<char> text)
        => IndexIn(text) is >= 0 and var at
            ? Invariant($"an unpaired surrogate (U+{(int)text[at]:X4} at index {at}), which is not a valid character and cannot be stored. Remove it, or do not split text inside a surrogate pair")
            : null;
}
