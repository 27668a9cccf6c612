using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Which files an engine gets, and how they are read.</summary>
/// <param name="Own">The engines whose files it takes, its own first: MariaDB takes those of MySQL where there is none of its own.</param>
/// <param name="Flavour">How its scripts are read.</param>
internal sealed record EngineFiles(IReadOnlyList<string> Own, SqlFlavour Flavour)
{
    /// <summary>Its name, which is the ending of its files: <c>postgresql</c>.</summary>
    public string Name => Own[0];

    /// <summary>How well a file fits, the best first; null where it is another engine's.</summary>
    /// <param name="engine">The engine that the file is for, or null for all.</param>
    public int? RankOf(string? engine) => engine is null ? Own.Count : Own.Contains(engine, StringComparer.Ordinal) ? Own.TakeWhile(own => own != engine).Count() : null;
}
