namespace DataAccess.Cli;

/// <summary>What the program's exit code says. The numbers are a contract with scripts.</summary>
internal enum ExitCode
{
    /// <summary>Everything was done.</summary>
    Done = 0,

    /// <summary>Something unforeseen; the message says what.</summary>
    Unexpected = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The input is not valid as a whole; nothing was done.</summary>
    Validation = 4,

    /// <summary>Some rows were rejected; the others are in.</summary>
    SomeRejected = 5,

    /// <summary>The database cannot be reached.</summary>
    Unreachable = 8,

    /// <summary>Interrupted; the message says what is committed.</summary>
    Interrupted = 11,
}
