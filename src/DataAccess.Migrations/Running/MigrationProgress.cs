namespace DataAccess.Migrations;

/// <summary>What is being run now.</summary>
/// <param name="Migration">The migration's name.</param>
/// <param name="Step">The statement's number, from 1.</param>
/// <param name="Steps">How many statements the migration has.</param>
/// <param name="Line">The statement's line in its file.</param>
/// <param name="Statement">Its first line.</param>
public sealed record MigrationProgress(string Migration, int Step, int Steps, int Line, string Statement)
{
    /// <summary>How far a backfill is; null for any other statement.</summary>
    public BackfillProgress? Backfill { get; init; }
}
