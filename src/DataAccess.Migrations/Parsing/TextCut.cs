namespace DataAccess.Migrations.Parsing;

/// <summary>Cuts texts without cutting a character in two: one outside the basic plane has two halves, and neither is valid alone.</summary>
internal static class TextCut
{
    /// <summary>At most so many characters from the start.</summary>
    public static string To(ReadOnlySpan<char> text, int length)
        => text.Length <= length ? text.ToString() : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)].ToString();

    /// <summary>With an ellipsis in place of what does not fit.</summary>
    public static string Shown(ReadOnlySpan<char> text, int length) => text.Length > length ? To(text, length - 1) + "…" : text.ToString();
}
