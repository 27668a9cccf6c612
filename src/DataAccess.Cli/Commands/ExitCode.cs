namespace DataAccess.Cli.Commands;

/// <summary>The program's exit codes. The numbers are a contract with scripts.</summary>
internal enum ExitCode
{
    /// <summary>Everything was done.</summary>
    Done = 0,

    /// <summary>An unexpected error; the message says which.</summary>
    Unexpected = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>Migrations are pending (<c>migrate status --check</c>).</summary>
    Pending = 3,

    /// <summary>The input is not valid as a whole; nothing was done.</summary>
    Validation = 4,

    /// <summary>Some rows were rejected; the others are committed.</summary>
    SomeRejected = 5,

    /// <summary>A migration failed and was rolled back. The number is shared: in both cases the rest is committed.</summary>
    RolledBack = SomeRejected,

    /// <summary>A migration is partly applied; the message says how to continue.</summary>
    PartlyApplied = 6,

    /// <summary>Another runner, or another session's lock, did not release in time.</summary>
    LockBusy = 7,

    /// <summary>The database cannot be reached.</summary>
    Unreachable = 8,

    /// <summary>Migrations contain changes that are dangerous on a database in use (<c>migrate lint</c>).</summary>
    Lint = 9,

    /// <summary>Statements of a program do not fit the database (<c>check</c>), or a measurement does not confirm the advice (<c>advise</c>).</summary>
    Mismatch = 10,

    /// <summary>Interrupted; the message says what is committed.</summary>
    Interrupted = 11,

    /// <summary>The connection goes through a pooler that makes the runner's lock ineffective.</summary>
    UnsafeTopology = 12,
}
