namespace DataAccess.Migrations;

/// <summary>A migration that another tool has applied, and that is now in the history.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="ExternalName">What the other tool calls it.</param>
/// <param name="IsBaseline">Whether the other tool had marked it as applied without running it.</param>
public sealed record AdoptedMigration(string Name, MigrationVersion? Version, string ExternalName, bool IsBaseline);
