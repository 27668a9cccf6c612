using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Planning;

/// <summary>A migration with what is to be done.</summary>
internal sealed record PlannedMigration(Migration Migration, PlannedAction Action, IReadOnlyList<MigrationStep> Steps, bool IsOneTransaction)
{
    /// <summary>What runs before its statements, or null.</summary>
    public Callback? Before { get; init; }

    /// <summary>What runs after them, or null.</summary>
    public Callback? After { get; init; }

    /// <summary>All that runs, in order.</summary>
    public IEnumerable<MigrationStep> Whole => [.. Before?.Steps ?? [], .. Steps, .. After?.Steps ?? []];
}
