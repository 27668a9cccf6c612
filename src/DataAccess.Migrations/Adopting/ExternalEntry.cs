namespace DataAccess.Migrations.Adopting;

/// <summary>What a row of another tool's history says.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Version">The version as the tool writes it, or null.</param>
/// <param name="Name">The script's name or description, for matching and for messages.</param>
internal sealed record ExternalEntry(ExternalEntryKind Kind, string? Version, string Name)
{
    /// <summary>The part of the file that the row is about, where a tool has a row for each part; else null.</summary>
    public string? ChangeSet { get; init; }

    public string Shown => Version is null || Name.Contains(Version, StringComparison.Ordinal) ? Name : $"{Version} {Name}".TrimEnd();
}
