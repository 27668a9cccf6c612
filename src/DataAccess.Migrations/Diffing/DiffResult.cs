namespace DataAccess.Migrations.Diffing;

/// <summary>What makes one schema another.</summary>
/// <param name="Questions">What has to be answered first; there are no statements while there is any.</param>
/// <param name="Statements">The statements, in order.</param>
/// <param name="Left">What still differs when they have run, with its lines of SQL; empty as a rule.</param>
internal sealed record DiffResult(IReadOnlyList<DiffQuestion> Questions, IReadOnlyList<DiffStatement> Statements, IReadOnlyList<SchemaDifference> Left);
