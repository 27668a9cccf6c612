namespace DataAccess.Cli.Check;

/// <summary>What is said of a statement.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Kind">How much it matters.</param>
/// <param name="Message">What is said.</param>
internal sealed record CheckFinding(ManifestStatement Statement, CheckFindingKind Kind, string Message);
