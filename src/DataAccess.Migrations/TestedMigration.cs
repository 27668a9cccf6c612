namespace DataAccess.Migrations;

/// <summary>What a test of a migration found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="HasDown">Whether it can be undone, and so was undone and applied again.</param>
/// <param name="Problem">Why it failed; null if it did not.</param>
/// <param name="Differences">What was not as before when it was undone, or not as before when it was applied again.</param>
internal sealed record TestedMigration(string Name, MigrationVersion? Version, bool HasDown, string? Problem, IReadOnlyList<SchemaDifference> Differences)
{
    /// <summary>What it did that a comparison of schemas does not show: statements, and objects that a snapshot does not know.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    public bool IsPassed => Problem is null && Differences.Count == 0;
}
