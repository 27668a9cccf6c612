namespace DataAccess.Migrations;

/// <summary>Files and database, compared.</summary>
/// <param name="Migrations">All that are known, by version, then the repeatable ones by name.</param>
/// <param name="Problems">Why <c>up</c> would refuse to run; empty where it would run.</param>
public sealed record MigrationStatus(IReadOnlyList<MigrationInfo> Migrations, IReadOnlyList<string> Problems)
{
    /// <summary>Whether <c>up</c> has something to do.</summary>
    public bool HasPending
        => Migrations.Any(static m => m.State is MigrationState.Pending or MigrationState.Changed or MigrationState.Partial);
}
