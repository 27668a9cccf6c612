namespace DataAccess.Cli.Commands;

/// <summary>What the program's exit code says. The numbers are a contract with scripts.</summary>
internal enum ExitCode
{
    /// <summary>Everything was done.</summary>
    Done = 0,

    /// <summary>Something unforeseen; the message says what.</summary>
    Unexpected = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>Migrations are pending (<c>migrate status --check</c>).</summary>
    Pending = 3,

    /// <summary>The input is not valid as a whole; nothing was done.</summary>
    Validation = 4,

    /// <summary>Some rows were rejected; the others are in.</summary>
    SomeRejected = 5,

    /// <summary>A migration failed and was rolled back. The number is the same: the others are in.</summary>
    RolledBack = SomeRejected,

    /// <summary>A migration is applied in part; the message says how to go on.</summary>
    PartlyApplied = 6,

    /// <summary>Another runner, or another session's lock, did not give way.</summary>
    LockBusy = 7,

    /// <summary>The database cannot be reached.</summary>
    Unreachable = 8,

    /// <summary>Migrations have changes that are dangerous on a database in use (<c>migrate lint</c>).</summary>
    Lint = 9,

    /// <summary>Interrupted; the message says what is committed.</summary>
    Interrupted = 11,

    /// <summary>The connection goes through a pooler on which the runner's lock protects nothing.</summary>
    UnsafeTopology = 12,
}
