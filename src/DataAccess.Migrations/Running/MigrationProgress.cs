namespace DataAccess.Migrations;

/// <summary>
/// What a run does: a statement that is about to run or, if <see cref="Completed"/> or <see cref="Notice"/> is set, what has become of it.
/// </summary>
/// <param name="Migration">The migration's name.</param>
/// <param name="Step">The statement's number, from 1.</param>
/// <param name="Steps">The number of statements in the migration.</param>
/// <param name="Line">The statement's line in its file.</param>
/// <param name="Statement">Its first line, with placeholders as the file has them.</param>
public sealed record MigrationProgress(string Migration, int Step, int Steps, int Line, string Statement)
{
    /// <summary>The progress of a backfill; null for any other statement.</summary>
    public BackfillProgress? Backfill { get; init; }

    /// <summary>
    /// The migration, once it is applied or undone: its transaction is committed, or its last step is done. Each is reported once, in order. Null if it is not
    /// that far, and for a migration that was rolled back.
    /// </summary>
    public CompletedMigration? Completed { get; init; }

    /// <summary>What the server said while the statement ran, and that is no error; else null. At most 100 are reported of a file and 1,000 of a run.</summary>
    public MigrationNotice? Notice { get; init; }

    /// <summary>The database that was created before the run, and about which alone this is: there is no migration yet; else null.</summary>
    public string? CreatedDatabase { get; init; }

    /// <summary>The migration's place among those of this run, from 1.</summary>
    public int File { get; init; } = 1;

    /// <summary>The number of migrations of this run.</summary>
    public int Files { get; init; } = 1;
}
