namespace DataAccess.Migrations.Files.Formats;

/// <summary>A file of another tool, cut into what applies and what undoes a migration. Each part has the lines of the file; those of the other part are blank.</summary>
/// <param name="Up">What applies it.</param>
/// <param name="Down">What undoes it, or null.</param>
internal sealed record ScriptParts(string Up, string? Down)
{
    /// <summary>Whether the file says where the part that applies the migration is.</summary>
    public bool HasUp { get; init; }

    /// <summary>Whether the file asks that it is applied without a transaction.</summary>
    public bool UpNoTransaction { get; init; }

    /// <summary>Whether the file asks that it is undone without a transaction.</summary>
    public bool DownNoTransaction { get; init; }

    /// <summary>The change sets of a file of Liquibase, as author:id; else empty.</summary>
    public IReadOnlyList<string> ChangeSets { get; init; } = [];

    /// <summary>The lines where sections of the down part begin, if the last section runs first; null if it runs from top to bottom.</summary>
    public IReadOnlyList<int>? DownSections { get; init; }
}
