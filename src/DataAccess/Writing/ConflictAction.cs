namespace DataAccess;

/// <summary>What a written row does where its key is in the table already.</summary>
public enum ConflictAction
{
    /// <summary>It is refused: <see cref="RowOutcome.Rejected"/>.</summary>
    Error = 0,

    /// <summary>The row in the table stays as it is; the written one counts as committed.</summary>
    Ignore = 1,

    /// <summary>It overwrites the row in the table. Of rows with one key that are written together the last one wins.</summary>
    Update = 2,
}
