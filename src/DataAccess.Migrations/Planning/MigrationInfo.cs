namespace DataAccess.Migrations;

/// <summary>A migration in a status.</summary>
/// <param name="Name">Its name: <c>0001_create_orders</c>.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AppliedAt">When it was applied, UTC; null where it is not.</param>
/// <param name="Duration">How long that took.</param>
public sealed record MigrationInfo(string Name, long? Version, MigrationState State, DateTime? AppliedAt, TimeSpan? Duration);
