namespace DataAccess.Migrations.Running;

/// <summary>
/// The placeholders' values that are secret by their names. A server repeats a part of a statement in its messages, and so a value, which is then
/// shown as the placeholder that the file has.
/// </summary>
internal sealed class SecretValues
{
    private static readonly string[] Words = ["password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "api_key", "credential", "private"];

    private readonly List<(string Value, string Shown)> _values;

    public SecretValues(IReadOnlyDictionary<string, string>? placeholders)
        => _values = placeholders?
            .Where(static p => p.Value.Length > 0 && Array.Exists(Words, word => p.Key.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(static p => (p.Value, $"${{{p.Key}}}"))
            .OrderByDescending(static p => p.Value.Length)
            .ToList() ?? [];

    public string Hide(string text)
    {
        foreach (var (value, shown) in _values)
        {
            text = text.Replace(value, shown, StringComparison.Ordinal);
        }

        return text;
    }
}
