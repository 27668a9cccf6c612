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
        => OnlyOne(files.Repeatable.Where(m => IsSame(entry.Name, m.Name.StartsWith(MigrationId.Repeatable, StringComparison.Ordinal) ? m.Name[MigrationId.Repeatable.Length..] : WithoutVersion(m.Name))));

    /// <summary>Whether a file that has an entry's version has its name, too. Some tools keep no names.</summary>
    public static bool Agrees(ExternalEntry entry, Migration migration)
        => entry.Name.Length == 0 || entry.Version is null || IsSame(entry.Name, migration.Name) || IsSame(entry.Name, WithoutVersion(migration.Name))
            || WithoutVersion(Tidy(entry.Name)) == Tidy(WithoutVersion(migration.Name));

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

    /// <summary>The name without its version, and without the letter that Flyway has in front of it.</summary>
    private static string WithoutVersion(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        var isFlyways = file.Length > 1 && (file[0] is 'V' or 'v' or 'U' or 'u' or 'R' or 'r') && (char.IsAsciiDigit(file[1]) || file.AsSpan(1).StartsWith("__"));
        return file[(isFlyways ? 1 : 0)..].TrimStart("0123456789._-".ToCharArray());
    }

    private static Migration? OnlyOne(IEnumerable<Migration> migrations) => migrations.Take(2).ToList() is [var only] ? only : null;
}
