using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Adopting;

/// <summary>Compares another tool's history with the files. Pure.</summary>
internal sealed class Adoption(MigrationSet files, ExternalTool tool, string table)
{
    private readonly ExternalNames _names = new(files);
    private readonly List<string> _problems = [.. files.Problems];
    private readonly HashSet<(string Key, string ChangeSet)> _changeSets = [];
    private readonly Dictionary<string, (Migration Migration, ExternalEntry Entry, HistoryState State)> _taken = new(StringComparer.Ordinal);

    /// <param name="entries">The history's rows, the oldest first.</param>
    /// <exception cref="MigrationException">It cannot be adopted; the message lists all problems.</exception>
    public IReadOnlyList<(Migration Migration, ExternalEntry Entry, HistoryState State)> Map(IEnumerable<ExternalEntry> entries)
    {
        foreach (var entry in entries)
        {
            Take(entry);
        }

        CheckChangeSets();
        if (_taken.Count == 0 && _problems.Count == 0)
        {
            _problems.Add($"{table} has no applied migration: there is nothing to adopt.");
        }

        return _problems.Count == 0
            ? _taken.Values.OrderBy(static t => t.Migration.Version is null).ThenBy(static t => t.Migration.Version).ThenBy(static t => t.Migration.Name, StringComparer.Ordinal).ToList()
            : throw MigrationException.Validation(_problems);
    }

    /// <summary>A file counts as applied only if each of its change sets is.</summary>
    private void CheckChangeSets()
    {
        foreach (var (key, (migration, entry, _)) in _taken.Where(static taken => taken.Value.Entry.ChangeSet is not null))
        {
            foreach (var missing in migration.Up.ChangeSets.Where(changeSet => !_changeSets.Contains((key, changeSet))))
            {
                _problems.Add($"{table} has no row for the change set {missing} of {migration.Up.Path}, of which others are applied. Run it with {tool.Name} first, or put it into a file of its own.");
            }

            foreach (var (_, gone) in _changeSets.Where(set => set.Key == key && !migration.Up.ChangeSets.Contains(set.ChangeSet, StringComparer.Ordinal)))
            {
                _problems.Add($"{table} says that the change set {gone} of {entry.Name} is applied, but {migration.Up.Path} does not have it. Restore it.");
            }
        }
    }

    private void Take(ExternalEntry entry)
    {
        switch (entry.Kind)
        {
            case ExternalEntryKind.Applied:
                Take(entry, _names.Versioned(entry));
                break;
            case ExternalEntryKind.Repeatable:
                Take(entry, _names.Repeatable(entry));
                break;
            case ExternalEntryKind.Failed:
                _problems.Add($"{table} says that {entry.Shown.Trim()} failed, so it may be partly applied. Finish or undo it with {tool.Name} first.");
                break;
            case ExternalEntryKind.Undone:
                if (_names.Versioned(entry) is { } undone)
                {
                    _taken.Remove(undone.Key);
                }

                break;
            case ExternalEntryKind.AppliedUpTo:
                TakeUpTo(entry, HistoryState.Applied, static (version, end) => version <= end, needsFile: true);
                break;
            case ExternalEntryKind.BaselineUpTo:
                TakeUpTo(entry, HistoryState.Baseline, static (version, end) => version <= end, needsFile: false);
                break;
            case ExternalEntryKind.BaselineBelow:
                TakeUpTo(entry, HistoryState.Baseline, static (version, end) => version < end, needsFile: false);
                break;
        }
    }

    private void Take(ExternalEntry entry, Migration? migration)
    {
        if (migration is not null && entry.Kind == ExternalEntryKind.Applied && !ExternalNames.Agrees(entry, migration))
        {
            _problems.Add($"{table} says that {entry.Shown} is applied, and the file with that version is {migration.Up.Path}, another migration. Restore the file of the one that is applied, and give the other a newer version.");
        }
        else if (migration is null)
        {
            _problems.Add($"{table} says that {entry.Shown} is applied, but no file matches it. {AdviceFor(entry)}");
        }
        else if (entry.Kind == ExternalEntryKind.Applied && _taken.TryGetValue(migration.Key, out var other) && other.State == HistoryState.Applied && (other.Entry with { ChangeSet = null }) != (entry with { ChangeSet = null }))
        {
            _problems.Add($"{table} says that {other.Entry.Shown} and {entry.Shown} are applied, but {migration.Up.Path} matches both. Give each a file of its own.");
        }
        else
        {
            _taken[migration.Key] = (migration, entry, HistoryState.Applied);
            if (entry.ChangeSet is { } changeSet)
            {
                _changeSets.Add((migration.Key, changeSet));
            }
        }
    }

    private void TakeUpTo(ExternalEntry entry, HistoryState state, Func<MigrationVersion, MigrationVersion, bool> isTaken, bool needsFile)
    {
        if (ExternalNames.VersionOf(entry.Version) is not { } end || (needsFile && files.Versioned.All(m => m.Version != end)))
        {
            _problems.Add($"{table} is at version {entry.Version}, but no file matches it. {AdviceFor(entry)}");
            return;
        }

        foreach (var migration in files.Versioned.Where(m => isTaken(m.Version!.Value, end)))
        {
            _taken[migration.Key] = (migration, entry, state);
        }
    }

    private static string AdviceFor(ExternalEntry entry)
        => entry.Kind == ExternalEntryKind.Repeatable ? $"Add it to {MigrationId.Repeatable} under that name."
            : ExternalNames.VersionOf(entry.Version) is { } version ? Invariant($"Add it to the folder as {version}_name.sql.")
            : "Add it to the folder under that name, with a version in front.";
}
