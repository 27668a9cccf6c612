namespace DataAccess;

/// <summary>
/// The connection died after COMMIT was sent and before its answer came. The transaction is either committed whole or
/// rolled back whole, and nothing here could find out which. It was not tried again.
/// </summary>
/// <param name="endpoint">Where the database is.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class CommitOutcomeUnknownException(string endpoint, Exception inner) : Exception(
    $"COMMIT was sent to {endpoint} and its answer was lost. The transaction was either committed or rolled back as a whole: "
    + "check for its rows before repeating the work.",
    inner);
