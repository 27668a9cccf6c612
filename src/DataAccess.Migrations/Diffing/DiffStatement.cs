using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Diffing;

/// <summary>A statement of a migration that is made from two schemas.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Loses">What it takes away for good, in words; null if nothing.</param>
/// <param name="Made">The object that it makes, which may need more around it than its text; null for another statement.</param>
internal sealed record DiffStatement(string Sql, string? Loses = null, SnapshotObject? Made = null);
