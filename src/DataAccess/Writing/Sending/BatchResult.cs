namespace DataAccess.Writing.Sending;

/// <summary>How an attempt to send a batch ended, and the next step.</summary>
/// <param name="Step">The next step.</param>
/// <param name="Failure">The failure, if it did not succeed.</param>
/// <param name="Exception">The exception that was thrown.</param>
/// <param name="LeftOut">Rows that the inserter left out of a batch that was committed.</param>
/// <param name="IsBounded">Whether the search for the rejected rows ends when there are too many of them.</param>
/// <param name="Answers">What the database says of the rows, in their order; null where nothing was asked for.</param>
/// <param name="IsAnswered">Whether COMMIT was answered with success, so that the ledger can say no more.</param>
internal readonly record struct BatchResult(
    BatchStep Step,
    DatabaseFailure Failure,
    Exception? Exception,
    IReadOnlyList<(int Index, DatabaseFailure Failure)> LeftOut,
    bool IsBounded = false,
    IReadOnlyList<object>? Answers = null,
    bool IsAnswered = false);
