namespace DataAccess.Migrations.Linting;

/// <summary>A rule about one statement in its file. Its page is <c>docs/lint/{Id}.md</c>.</summary>
/// <param name="Id">What a finding and a directive call it.</param>
/// <param name="Why">What may go wrong, in one sentence.</param>
/// <param name="SafeWay">The safe way to do it, in one sentence.</param>
/// <param name="Source">The page of the database's own documentation that the rule comes from.</param>
/// <param name="Check">Finds what breaks it. Pure.</param>
internal sealed record LintRule(
    string Id, string Why, string SafeWay, string Source, Func<LintStatement, IEnumerable<LintMatch>> Check)
{
    /// <summary>Whether a down script may break it: undoing a migration drops what it made.</summary>
    public bool IsFineInDown { get; init; }
}
