namespace DataAccess;

/// <summary>The outcomes of the rows of one <c>WriteManyAsync</c> call. Every row that was read is counted once.</summary>
/// <param name="Committed">Rows whose COMMIT was answered.</param>
/// <param name="Rejected">Rows that were rejected by the database, or by the writer for their size.</param>
/// <param name="NotPersisted">Rows proven not to be in the database.</param>
/// <param name="Unknown">Rows whose COMMIT was never answered.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Elapsed">The time from the call to the last outcome.</param>
/// <param name="FirstFailure">Why the first failed row failed, or null if all were committed.</param>
public sealed record WriteSummary(
    long Committed, long Rejected, long NotPersisted, long Unknown, long Batches, TimeSpan Elapsed, DatabaseFailure? FirstFailure)
{
    /// <summary>
    /// Which rows failed, in the order of the sequence: the first 100 that had failed. All of them, however many, are passed to the call's <c>onFailed</c>, or without one
    /// to <see cref="BatchingWriterOptions{T}.DeadLetter"/>.
    /// </summary>
    public IReadOnlyList<WriteFailure> Failures { get; init; } = [];

    /// <summary>The number of failed rows that are not in <see cref="Failures"/>.</summary>
    public long FailuresNotKept => Rows - Committed - Failures.Count;

    /// <summary>The number of rows read.</summary>
    public long Rows => Committed + Rejected + NotPersisted + Unknown;

    /// <summary>Whether every row was committed.</summary>
    public bool IsComplete => Committed == Rows;

    /// <summary>Throws unless every row was committed.</summary>
    /// <exception cref="RowWriteException">The first failure, as the exception of the worst outcome of any row: unknown, not persisted, rejected.</exception>
    public void ThrowIfIncomplete()
    {
        if (IsComplete)
        {
            return;
        }

        var outcome = Unknown > 0 ? RowOutcome.Unknown : NotPersisted > 0 ? RowOutcome.NotPersisted : RowOutcome.Rejected;
        var first = FirstFailure!.Value;
        throw RowWriteException.For(
            outcome,
            first with { Message = Invariant($"of {Rows} rows, {Rejected} were rejected, {NotPersisted} were not written and {Unknown} are unknown. The first failure: {first.Message}") },
            null);
    }
}
