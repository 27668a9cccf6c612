namespace DataAccess;

/// <summary>A row of a <c>WriteManyAsync</c> call that was not committed.</summary>
/// <param name="Index">Its position in the sequence, from 0.</param>
/// <param name="Outcome">Its outcome; never <see cref="RowOutcome.Committed"/>.</param>
/// <param name="Failure">The reason, with the database's code and message if there were any.</param>
public sealed record WriteFailure(long Index, RowOutcome Outcome, DatabaseFailure Failure);
