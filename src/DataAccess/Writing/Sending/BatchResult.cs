namespace DataAccess.Writing.Sending;

/// <summary>How an attempt to send a batch ended, and what follows.</summary>
/// <param name="Step">What follows.</param>
/// <param name="Failure">Why, where it did not succeed.</param>
/// <param name="Exception">What was thrown.</param>
/// <param name="LeftOut">Rows the inserter left out of a batch that was committed.</param>
/// <param name="IsBounded">Whether the search for the refused rows ends when there are too many of them.</param>
internal readonly record struct BatchResult(
    BatchStep Step,
    DatabaseFailure Failure,
    Exception? Exception,
    IReadOnlyList<(int Index, DatabaseFailure Failure)> LeftOut,
    bool IsBounded = false);
