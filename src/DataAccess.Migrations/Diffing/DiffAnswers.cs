namespace DataAccess.Migrations.Diffing;

/// <summary>What the user said of what two schemas do not tell.</summary>
internal sealed class DiffAnswers
{
    /// <summary>The new names by the old ones.</summary>
    public Dictionary<string, string> Renames { get; } = new(StringComparer.Ordinal);

    /// <summary>What is dropped, and not renamed.</summary>
    public HashSet<string> Drops { get; } = new(StringComparer.Ordinal);

    /// <summary>The old names that were found.</summary>
    public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

    /// <summary>The candidate that was named as the new name; null if none was.</summary>
    public string? NewNameOf(DiffQuestion question)
    {
        var (old, name) = Renames.FirstOrDefault(pair => IsSame(pair.Key, question.Subject));
        var found = name is null ? null : question.Added.FirstOrDefault(added => IsSame(name, added) || IsSame(name, $"{question.Table}.{added}"));
        if (found is not null)
        {
            Found.Add(old);
        }

        return found;
    }

    public bool IsDropped(DiffQuestion question) => Drops.Any(name => IsSame(name, question.Subject));

    /// <summary>Whether a name given by a user, who may leave out quotes and the first schema, is this one.</summary>
    private static bool IsSame(string given, string name)
    {
        var (plain, full) = (Plain(given), Plain(name));
        return plain == full || full == "public." + plain;
    }

    private static string Plain(string name) => string.Concat(name.Where(static c => c is not ('"' or '`'))).ToLowerInvariant();
}
