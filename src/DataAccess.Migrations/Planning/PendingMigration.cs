namespace DataAccess.Migrations;

/// <summary>A migration that <c>up</c> would run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="Path">Its file, below the migrations' folder.</param>
/// <param name="Action">What would be done.</param>
/// <param name="IsOneTransaction">Whether it is rolled back as a whole when a statement fails; else it runs step by step, journaled.</param>
/// <param name="Statements">The statements, in order.</param>
public sealed record PendingMigration(
    string Name, long? Version, string Path, PlannedAction Action, bool IsOneTransaction, IReadOnlyList<string> Statements);
