using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Running;

/// <summary>The writes to the history that mark where a migration is.</summary>
internal static class WorkWrites
{
    /// <summary>What is written before the first step.</summary>
    public static IReadOnlyList<SqlStatement> Started(this HistoryWrites writes, MigrationWork work)
        => work.IsUp
            ? [.. work.IsNew ? [] : new[] { writes.RemoveSteps(work.Key) }, .. writes.Put(work.Migration, HistoryState.Applying, TimeSpan.Zero, work.IsNew)]
            : [writes.RemoveSteps(work.Key), writes.SetState(work.Key, HistoryState.Undoing, work.Migration.Up.Checksum, TimeSpan.Zero)];

    /// <summary>What is written after the last step.</summary>
    public static IReadOnlyList<SqlStatement> Finished(this HistoryWrites writes, MigrationWork work, TimeSpan elapsed)
        => work.IsUp
            ? [writes.SetState(work.Key, HistoryState.Applied, work.Migration.Up.Checksum, elapsed)]
            : [writes.Remove(work.Key), writes.RemoveSteps(work.Key)];

    /// <summary>The history as it was before the migration was begun.</summary>
    public static IReadOnlyList<SqlStatement> NeverStarted(this HistoryWrites writes, MigrationWork work)
        => work.IsUp
            ? [writes.Remove(work.Key), writes.RemoveSteps(work.Key)]
            : [writes.RemoveSteps(work.Key), writes.SetState(work.Key, HistoryState.Applied, work.Migration.Up.Checksum, TimeSpan.Zero)];
}
