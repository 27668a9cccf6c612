namespace DataAccess.Migrations;

/// <summary>How a migration run failed: what is true of the database afterwards.</summary>
public enum MigrationFailure
{
    /// <summary>The files, or the files and the history, do not fit. Nothing was changed.</summary>
    Validation = 0,

    /// <summary>A statement failed and its migration was rolled back. Those before it are applied.</summary>
    RolledBack = 1,

    /// <summary>A migration is applied in part; the message says up to where and how to go on.</summary>
    PartlyApplied = 2,

    /// <summary>Another runner, or another session's lock, did not give way in time. What was not applied was not changed.</summary>
    LockBusy = 3,

    /// <summary>The connection goes through a pooler that changes sessions, so that the runner's lock protects nothing.</summary>
    UnsafeTopology = 4,
}
