namespace DataAccess.Migrations;

/// <summary>A migration and its state.</summary>
/// <param name="Name">Its name: <c>0001_create_orders</c>.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="State">Its state.</param>
/// <param name="AppliedAt">When it was applied, in UTC; null if it is not.</param>
/// <param name="Duration">How long it took.</param>
public sealed record MigrationInfo(string Name, MigrationVersion? Version, MigrationState State, DateTime? AppliedAt, TimeSpan? Duration);
