namespace DataAccess.Migrations;

/// <summary>A migration that <c>up</c> would run, or a callback that it would run by itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="Path">Its file, relative to the migrations' folder.</param>
/// <param name="Action">What <c>up</c> would do.</param>
/// <param name="IsOneTransaction">Whether it is rolled back as a whole when a statement fails; otherwise it runs step by step, journaled.</param>
/// <param name="Statements">The statements, in order, with those of the callbacks that run with each migration; those have their place above them.</param>
public sealed record PendingMigration(
    string Name, MigrationVersion? Version, string Path, PlannedAction Action, bool IsOneTransaction, IReadOnlyList<string> Statements);
