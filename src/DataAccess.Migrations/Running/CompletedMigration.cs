namespace DataAccess.Migrations;

/// <summary>A migration that a run has applied or undone.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="IsUndone">Whether it was undone rather than applied.</param>
/// <param name="Duration">How long it took.</param>
public sealed record CompletedMigration(string Name, MigrationVersion? Version, bool IsUndone, TimeSpan Duration);
