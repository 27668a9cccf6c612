namespace DataAccess;

/// <summary>
/// A row that was not committed, as <see cref="BatchingWriterOptions{T}.DeadLetter"/> or the <c>onFailed</c> of a <c>WriteManyAsync</c> call receives it.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Row">The row.</param>
/// <param name="Outcome">Its outcome; never <see cref="RowOutcome.Committed"/>.</param>
/// <param name="Failure">The reason, with the database's code and message if there were any.</param>
public readonly record struct FailedRow<T>(T Row, RowOutcome Outcome, DatabaseFailure Failure)
{
    /// <summary>What was to be done with the row.</summary>
    public RowChange Change { get; init; }

    /// <summary>The position of the row in the sequence of its <c>WriteManyAsync</c> call, from 0; null if it was not written by one.</summary>
    public long? Index { get; init; }

    /// <summary>The exception that the row ended with: the driver's, or one of your own code; null if there was none.</summary>
    public Exception? Exception { get; init; }
}
