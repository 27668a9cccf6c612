namespace DataAccess.Migrations.Files;

/// <summary>A lint rule that a file may break.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Reason">Why; empty where the file does not say.</param>
/// <param name="Line">The directive's line.</param>
internal sealed record LintAllowance(string Rule, string Reason, int Line);
