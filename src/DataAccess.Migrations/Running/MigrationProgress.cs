namespace DataAccess.Migrations;

/// <summary>The statement that is about to run.</summary>
/// <param name="Migration">The migration's name.</param>
/// <param name="Step">The statement's number, from 1.</param>
/// <param name="Steps">The number of statements in the migration.</param>
/// <param name="Line">The statement's line in its file.</param>
/// <param name="Statement">Its first line.</param>
public sealed record MigrationProgress(string Migration, int Step, int Steps, int Line, string Statement)
{
    /// <summary>The progress of a backfill; null for any other statement.</summary>
    public BackfillProgress? Backfill { get; init; }
}
