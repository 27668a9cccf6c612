namespace DataAccess.Diagnostics;

/// <summary>How much of the statements' time one text took.</summary>
/// <param name="Text">The statement, without values; empty for all others together, if there are more than 200 texts.</param>
/// <param name="Count">How often it ran.</param>
/// <param name="Mean">How long it took on average.</param>
/// <param name="Share">Its share of the time of all statements.</param>
public sealed record StatementUse(string Text, long Count, TimeSpan Mean, double Share);
