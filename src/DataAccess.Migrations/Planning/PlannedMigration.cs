using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Planning;

/// <summary>A migration with what is to be done.</summary>
internal sealed record PlannedMigration(Migration Migration, PlannedAction Action, IReadOnlyList<MigrationStep> Steps, bool IsOneTransaction);
