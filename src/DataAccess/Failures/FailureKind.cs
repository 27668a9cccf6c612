namespace DataAccess;

/// <summary>What an exception of a driver means for the operation that failed.</summary>
public enum FailureKind
{
    /// <summary>It is not known what happened. Nothing may be assumed, and nothing is retried.</summary>
    Unknown = 0,

    /// <summary>The server rejected the data: a constraint violation, a value out of range. It would reject the same data again.</summary>
    Rejected = 1,

    /// <summary>The server rolled the transaction back and the same work may succeed: a deadlock, a serialization failure, a lock timeout.</summary>
    RolledBack = 2,

    /// <summary>The connection was lost. The server rolls back what was not yet committed; a COMMIT that was in progress may have succeeded.</summary>
    ConnectionLost = 3,

    /// <summary>The server answered that it cannot process requests now: it is starting or shutting down, has too many connections, or its disk is full. Nothing was done.</summary>
    Unavailable = 4,

    /// <summary>The server rejected the statement itself: a syntax error, a missing table or column, no permission, a failed login.</summary>
    Fatal = 5,

    /// <summary>The caller cancelled the statement, and the server confirmed it.</summary>
    Cancelled = 6,

    /// <summary>The server no longer accepts a prepared statement, because a table changed. Nothing was done; the statement is prepared again.</summary>
    StaleStatement = 7,
}
