namespace DataAccess;

/// <summary>
/// A transaction ended before its work was complete: a statement of the work committed it or rolled it back, or the server did; or it may have
/// ended this way, because a procedure that could have committed failed in a way that ends the transaction. What was
/// done before is committed or rolled back, depending on that statement; what was sent after it, if anything, was committed statement
/// by statement. The work was not retried.
/// </summary>
/// <param name="endpoint">The database's address.</param>
/// <param name="inner">The driver's exception, if there was one.</param>
public sealed class TransactionEndedException(string endpoint, Exception? inner) : Exception(
    $"The transaction on {endpoint} ended before its work was complete, or may have: something in it may have committed or rolled back, such as a procedure, "
    + "a prepared statement, a trigger's rollback or a deadlock whose error was hidden. Earlier statements were committed or rolled back accordingly; "
    + "statements sent afterwards were committed one by one. Check the data, and let only InTransactionAsync end a transaction.",
    inner);
