using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Planning;

/// <summary>Lists files and history together.</summary>
internal static class StatusList
{
    public static IReadOnlyList<MigrationInfo> Of(MigrationSet files, IReadOnlyList<HistoryRow> history, IReadOnlySet<string> skipped)
    {
        var rows = history.ToDictionary(static row => row.Key, StringComparer.Ordinal);
        var known = files.All.Select(migration => InfoOf(migration, rows.GetValueOrDefault(migration.Key), skipped.Contains(migration.Key)));
        var keys = files.All.Select(static migration => migration.Key).ToHashSet(StringComparer.Ordinal);
        var squashed = new SquashedHistory(files, history);
        var missing = history.Where(row => !keys.Contains(row.Key) && !(squashed.IsTakenOver && squashed.Covers(row)))
            .Select(static row => new MigrationInfo(row.Name, row.Version, row.State == HistoryState.Baseline ? MigrationState.Baseline : MigrationState.Missing, row.AppliedAt, TimeSpan.FromMilliseconds(row.DurationMs)));
        return known.Concat(missing)
            .OrderBy(static info => info.Version is null)
            .ThenBy(static info => info.Version)
            .ThenBy(static info => info.Name, StringComparer.Ordinal)
            .ToList();
    }

    private static MigrationInfo InfoOf(Migration migration, HistoryRow? row, bool isSkipped)
        => row is null
            ? new MigrationInfo(migration.Name, migration.Version, isSkipped ? MigrationState.Skipped : MigrationState.Pending, null, null)
            : new MigrationInfo(migration.Name, migration.Version, StateOf(migration, row), row.AppliedAt, TimeSpan.FromMilliseconds(row.DurationMs));

    private static MigrationState StateOf(Migration migration, HistoryRow row) => row.State switch
    {
        HistoryState.Applying or HistoryState.Undoing => MigrationState.Partial,
        HistoryState.Baseline => MigrationState.Baseline,
        _ when migration.Version is null && !migration.Up.Is(row.Checksum) => MigrationState.Changed,
        _ => MigrationState.Applied,
    };
}
