namespace DataAccess.Migrations.Linting;

/// <summary>A place where a rule is broken.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="What">What it is about.</param>
internal sealed record LintMatch(int Line, string What);
