namespace DataAccess;

/// <summary>
/// The connection was lost after COMMIT was sent and before its answer arrived. The transaction was either committed or
/// rolled back as a whole, and it is not known which. It was not retried.
/// </summary>
/// <param name="endpoint">The database's address.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class CommitOutcomeUnknownException(string endpoint, Exception inner) : Exception(
    $"COMMIT was sent to {endpoint} and its answer was lost. The transaction was either committed or rolled back as a whole: "
    + "check for its rows before repeating the work.",
    inner);
