namespace DataAccess.Testing;

/// <summary>How a COMMIT fails.</summary>
public enum CommitFault
{
    /// <summary>The database answers that it has rolled back: a transaction is run again, within <see cref="DatabaseOptions.Retry"/>, and the batch of a writer sent again.</summary>
    RolledBack = 0,

    /// <summary>The connection is lost before COMMIT arrives. The outcome is unknown to the program; really, nothing is committed.</summary>
    LostBefore,

    /// <summary>COMMIT is done, and the connection lost before its answer. The outcome is unknown to the program; really, everything is committed.</summary>
    LostAfter,
}
