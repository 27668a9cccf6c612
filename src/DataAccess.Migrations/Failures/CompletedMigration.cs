namespace DataAccess.Migrations;

/// <summary>A migration that a run has applied or undone.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="IsUndone">Whether it was undone rather than applied.</param>
/// <param name="Duration">How long it took.</param>
public sealed record CompletedMigration(string Name, MigrationVersion? Version, bool IsUndone, TimeSpan Duration)
{
    /// <summary>
    /// The number of rows that its statements inserted, updated and deleted, as the driver reports it, in this run. Null if it has no such statement except
    /// inserts whose rows are written in them, which count only together with others.
    /// </summary>
    public long? Rows { get; init; }
}
