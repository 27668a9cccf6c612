using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Planning;

/// <summary>Compares what was applied with the files: each row with the file of its version, by checksum and name. Pure.</summary>
internal sealed class AppliedCheck(MigrationSet files, IReadOnlyList<HistoryRow> history)
{
    private const int ShownChecksum = 12;

    private readonly Dictionary<string, Migration> _files = files.All.ToDictionary(static m => m.Key, StringComparer.Ordinal);
    private readonly HashSet<string> _applied = history.Select(static row => row.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>What is wrong with the versions that were run here.</summary>
    /// <param name="squashed">What a squashed file stands for, which has no files any more.</param>
    public IEnumerable<string> Problems(SquashedHistory squashed)
        => files.Duplicates.Select(ProblemOf).Concat(
            history.Where(r => r.Version is not null && r.State != HistoryState.Baseline && !squashed.Settles(r)).OrderBy(static r => r.Version).Select(ProblemOf)).OfType<string>();

    /// <summary>Why a row is not what its file applies; null if it is.</summary>
    public string? ProblemOf(HistoryRow row)
    {
        if (files.Duplicates.Any(d => d.Key == row.Key))
        {
            return null;
        }

        if (!_files.TryGetValue(row.Key, out var migration))
        {
            return MissingProblemOf(row);
        }

        // A file that was only renamed still applies the same. One that is partly applied or undone may be corrected; the journal has each step.
        var isPartial = row.State is HistoryState.Applying or HistoryState.Undoing;
        return migration.Up.Is(row.Checksum) || (isPartial && row.Name == migration.Name) ? null : CodeProblemOf(migration, row)
            ?? (row.Name != migration.Name ? AnotherProblemOf(row, migration)
                : $"{migration.Up.Path} was edited after it was applied (checksum {migration.Up.Checksum[..ShownChecksum]}, applied {row.Checksum[..ShownChecksum]}). Restore the file and put the change into a new migration. If the database already has what the file says now, accept it: dataaccess migrate repair --accept {row.Key}");
    }

    private string? MissingProblemOf(HistoryRow row)
    {
        var newest = files.Versioned.Count > 0 ? files.Versioned[^1].Version!.Value : default;
        return files.Problems.Any(p => p.StartsWith(row.Name, StringComparison.Ordinal)) ? null // The file is there and already complained about.
            : IsOfCode(row) ? $"{row.Name} is applied, and is a migration in C# that is not among those of this program. Run the program that has it, or add it to {nameof(MigrationOptions)}.{nameof(MigrationOptions.CodeMigrations)}."
            : RenumberedTo(row) is { } renumbered ? Invariant($"{row.Name} is applied, and its file has become {renumbered.Up.Path}, with another version. Give it its old name, or tell the history: dataaccess migrate repair --renumber {row.Key}={renumbered.Key}")
            : row.Version > newest ? Invariant($"The database is newer than the files: {row.Name} is applied, the newest file is version {newest}. Deploy the newer files.")
            : $"{row.Name} is applied, but its file is missing. Restore the file.";
    }

    private string AnotherProblemOf(HistoryRow row, Migration migration)
    {
        var other = RenumberedTo(row) is { } renumbered
            ? $"Its file has become {renumbered.Up.Path}: tell the history with 'dataaccess migrate repair --renumber {row.Key}={renumbered.Key}', and {migration.Up.Path} is pending."
            : $"Restore {row.Name}.sql and give {migration.Up.Path} a newer version. If it is the same migration, renamed and edited: dataaccess migrate repair --rename {row.Key} --accept {row.Key}";
        return $"Version {row.Key} is applied here as {row.Name} ({WhoOf(row)}), and {migration.Up.Path} is another migration, which was not applied. {other}";
    }

    private string? ProblemOf(DuplicateVersion duplicate)
    {
        if (history.FirstOrDefault(r => r.Key == duplicate.Key) is not { } row)
        {
            return null;
        }

        var applied = duplicate.Files.FirstOrDefault(f => f.Name == row.Name) ?? duplicate.Files.FirstOrDefault(f => f.Checksum == row.Checksum);
        var others = string.Join(" and ", duplicate.Files.Where(f => f != applied).Select(static f => f.Path));
        return $"Version {duplicate.Key} is applied here as {row.Name} ({WhoOf(row)}). {(applied is null ? $"None of its files is that one: restore {row.Name}.sql." : $"Keep {applied.Path}.")} Give {others} a newer version. Where another database has applied that one as version {duplicate.Key}, run there after that: dataaccess migrate repair --renumber {duplicate.Key}=NEW";
    }

    /// <summary>The file that a row was applied from, if it has another version now and no row of its own.</summary>
    private Migration? RenumberedTo(HistoryRow row)
        => files.Versioned.FirstOrDefault(m => m.Up.Is(row.Checksum) && m.Key != row.Key && !_applied.Contains(m.Key));

    private static string WhoOf(HistoryRow row) => Invariant($"on {row.AppliedAt:yyyy-MM-dd HH:mm:ss}Z by {row.AppliedBy}");

    /// <summary>What is wrong where one of both is in C#; null where both are files.</summary>
    private static string? CodeProblemOf(Migration migration, HistoryRow row)
        => (IsOfCode(row), migration.Up.Code is not null) switch
        {
            (true, true) => $"{migration.Up.Path} has another revision than when it was applied. Restore the code and its revision, and put the change into a new migration.",
            (true, false) => $"{row.Name} was applied in C#, and {migration.Up.Path} has its version. Give the file another.",
            (false, true) => $"{row.Name} was applied from a file, and {migration.Up.Path} has its version. Give the migration in C# another.",
            _ => null,
        };

    private static bool IsOfCode(HistoryRow row) => row.Checksum.StartsWith(CodeFiles.ChecksumPrefix, StringComparison.Ordinal);
}
