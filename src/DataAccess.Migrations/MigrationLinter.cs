using DataAccess.Migrations.Files;
using DataAccess.Migrations.Linting;

namespace DataAccess.Migrations;

/// <summary>Finds changes that are dangerous on a database in use. Reads only the files; needs no database.</summary>
public static class MigrationLinter
{
    /// <summary>The ids of all rules, in order.</summary>
    public static IReadOnlyList<string> Rules { get; } = SetLinter.RulesOf(Targets);

    /// <summary>Checks the files for a kind of database.</summary>
    /// <param name="database">The kind of database.</param>
    /// <param name="options">Where the migrations are; null for the defaults.</param>
    /// <param name="after">Only what is newer than this version, and the repeatable ones; null for all. Applied files can no longer be edited.</param>
    /// <returns>The findings, by file and line; empty if nothing is dangerous.</returns>
    /// <exception cref="MigrationException">The migrations' folder does not exist, or its files are not valid migrations.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    public static IReadOnlyList<LintFinding> Lint(MigrationDatabase database, MigrationOptions? options = null, MigrationVersion? after = null)
    {
        options ??= new MigrationOptions();
        options.Validate();
        var files = MigrationSet.Read(options, EngineRegistry.FilesOf(EngineRegistry.Find(database)));
        return files.Problems.Count == 0 ? Lint(files, database, after) : throw MigrationException.Validation(files.Problems);
    }

    internal static IReadOnlyList<LintFinding> Lint(MigrationSet files, MigrationDatabase database, MigrationVersion? after = null)
        => new SetLinter(EngineRegistry.Find(database).Lint, Targets).Lint(files, after);

    private static IReadOnlyList<LintTarget> Targets => EngineRegistry.All.Select(static engine => engine.Lint).ToList();
}
