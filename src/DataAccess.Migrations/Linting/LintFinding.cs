namespace DataAccess.Migrations;

/// <summary>Something in a migration that is dangerous on a database in use.</summary>
/// <param name="Path">The file, below the migrations' folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Rule">The rule's id, as used in an <c>allow=</c> directive: <c>drop-column</c>.</param>
/// <param name="What">What it concerns: a table, a column, a value.</param>
/// <param name="Why">What may go wrong, in one sentence.</param>
/// <param name="SafeWay">The safe way to do it, in one sentence.</param>
public sealed record LintFinding(string Path, int Line, string Rule, string What, string Why, string SafeWay);
