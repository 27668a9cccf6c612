namespace DataAccess;

/// <summary>What an exception of a driver means for what was being done.</summary>
public enum FailureKind
{
    /// <summary>It cannot be told what happened. Nothing may be assumed, nothing retried.</summary>
    Unknown = 0,

    /// <summary>The server refused the data: a constraint, a value out of range. It would refuse it again.</summary>
    Rejected = 1,

    /// <summary>The server rolled the transaction back and the same work may succeed: a deadlock, a serialisation failure, a lock timeout.</summary>
    RolledBack = 2,

    /// <summary>The connection is gone. What was not yet committed is rolled back by the server; a COMMIT under way may have happened.</summary>
    ConnectionLost = 3,

    /// <summary>The server answered that it cannot work now: starting, shutting down, too many connections, disk full. Nothing was done.</summary>
    Unavailable = 4,

    /// <summary>The server refused the statement itself: a syntax error, a table or column that is not there, no permission, a refused login.</summary>
    Fatal = 5,

    /// <summary>The caller cancelled, and the server confirmed it.</summary>
    Cancelled = 6,

    /// <summary>The server no longer accepts a prepared statement, as a table changed. Nothing was done; it is prepared anew.</summary>
    StaleStatement = 7,
}
