namespace DataAccess;

/// <summary>A row that was admitted and not committed, as <see cref="BatchingWriterOptions{T}.DeadLetter"/> receives it.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Row">The row.</param>
/// <param name="Outcome">Its outcome; never <see cref="RowOutcome.Committed"/>.</param>
/// <param name="Failure">The reason, with the database's code and message if there were any.</param>
public readonly record struct FailedRow<T>(T Row, RowOutcome Outcome, DatabaseFailure Failure);
