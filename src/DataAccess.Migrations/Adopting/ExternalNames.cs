using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Adopting;

/// <summary>Finds the file for another tool's name or version.</summary>
internal sealed class ExternalNames(MigrationSet files)
{
    /// <summary>The versioned file of an entry, or null: by its version if it has one, otherwise by its name.</summary>
    public Migration? Versioned(ExternalEntry entry)
        => VersionOf(entry.Version) is { } version
            ? files.Versioned.FirstOrDefault(m => m.Version == version)
            : OnlyOne(files.Versioned.Where(m => IsSame(entry.Name, m.Name))) ?? OnlyOne(files.Versioned.Where(m => IsSame(entry.Name, WithoutVersion(m.Name))));

    public Migration? Repeatable(ExternalEntry entry)
        => OnlyOne(files.Repeatable.Where(m => IsSame(entry.Name, m.Name[MigrationId.Repeatable.Length..])));

    /// <summary>A version; some tools write 1_2 for 1.2.</summary>
    public static MigrationVersion? VersionOf(string? text)
        => MigrationVersion.TryParse(text?.Replace('_', '.'), out var version) ? version : null;

    /// <summary>Whether both names mean the same file, apart from folders or namespaces in front, a prefix like V1.2__ or R__, and the extension.</summary>
    private static bool IsSame(string externalName, string fileName)
    {
        var name = Tidy(externalName);
        var file = Tidy(fileName);
        return name == file || name.EndsWith("." + file, StringComparison.Ordinal) || name.EndsWith("/" + file, StringComparison.Ordinal) || name.EndsWith("__" + file, StringComparison.Ordinal);
    }

    private static string Tidy(string name)
    {
        var tidy = name.ToLowerInvariant().Replace('\\', '/').Replace(' ', '_').Replace('-', '_');
        foreach (var ending in new[] { ".sql", ".up" })
        {
            tidy = tidy.EndsWith(ending, StringComparison.Ordinal) ? tidy[..^ending.Length] : tidy;
        }

        return tidy;
    }

    private static string WithoutVersion(string name) => name.TrimStart("0123456789".ToCharArray()).TrimStart('_', '-');

    private static Migration? OnlyOne(IEnumerable<Migration> migrations) => migrations.Take(2).ToList() is [var only] ? only : null;
}
