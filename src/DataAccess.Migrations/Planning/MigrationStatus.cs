namespace DataAccess.Migrations;

/// <summary>The migrations and their states.</summary>
/// <param name="Migrations">All known migrations, by version, then the repeatable ones by name.</param>
/// <param name="Problems">Why <c>up</c> would not run; empty if it would.</param>
public sealed record MigrationStatus(IReadOnlyList<MigrationInfo> Migrations, IReadOnlyList<string> Problems)
{
    /// <summary>Whether <c>up</c> has anything to do.</summary>
    public bool HasPending
        => Migrations.Any(static m => m.State is MigrationState.Pending or MigrationState.Changed or MigrationState.Partial);
}
