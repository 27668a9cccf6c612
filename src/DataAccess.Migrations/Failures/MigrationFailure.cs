namespace DataAccess.Migrations;

/// <summary>How a migration run failed, and what state the database is in.</summary>
public enum MigrationFailure
{
    /// <summary>The files are not valid, or do not match the history. Nothing was changed.</summary>
    Validation = 0,

    /// <summary>A statement failed and its migration was rolled back. Those before it are applied.</summary>
    RolledBack = 1,

    /// <summary>A migration is partly applied; the message says up to where and how to continue.</summary>
    PartlyApplied = 2,

    /// <summary>Another runner, or another session's lock, was not released in time. Migrations not yet applied are unchanged.</summary>
    LockBusy = 3,

    /// <summary>The connection goes through a pooler that switches sessions, so the runner's lock protects nothing.</summary>
    UnsafeTopology = 4,
}
