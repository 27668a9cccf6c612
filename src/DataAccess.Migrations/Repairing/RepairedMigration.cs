namespace DataAccess.Migrations;

/// <summary>A row of the history that a repair changes.</summary>
/// <param name="Kind">What is done to it.</param>
/// <param name="Migration">The version, or a repeatable migration's name, before the repair.</param>
/// <param name="Name">The migration's name before the repair.</param>
/// <param name="What">What changes, for people.</param>
public sealed record RepairedMigration(MigrationRepairKind Kind, string Migration, string Name, string What);
