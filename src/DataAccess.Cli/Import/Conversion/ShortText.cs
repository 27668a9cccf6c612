namespace DataAccess.Cli.Import.Conversion;

/// <summary>Shortens values for messages, on one line.</summary>
internal static class ShortText
{
    private const int MaxLength = 40;

    public static string Of(ReadOnlySpan<char> text)
    {
        var cut = text.Length <= MaxLength ? text.Length : MaxLength - (char.IsHighSurrogate(text[MaxLength - 1]) ? 1 : 0);
        var shown = text[..cut].ToString().Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return cut < text.Length ? $"'{shown}…' ({text.Length} characters)" : $"'{shown}'";
    }
}
