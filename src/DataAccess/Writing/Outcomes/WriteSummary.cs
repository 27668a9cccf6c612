namespace DataAccess;

/// <summary>What became of the rows of one <c>WriteManyAsync</c>. Every row that was read is counted once.</summary>
/// <param name="Committed">Rows whose COMMIT was answered.</param>
/// <param name="Rejected">Rows that the database, or the writer for their size, refused.</param>
/// <param name="NotPersisted">Rows proven not to be in the database.</param>
/// <param name="Unknown">Rows whose COMMIT was never answered.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Elapsed">From the call to the last outcome.</param>
/// <param name="FirstFailure">Why the first row that failed did, or null where all were committed.</param>
public sealed record WriteSummary(
    long Committed, long Rejected, long NotPersisted, long Unknown, long Batches, TimeSpan Elapsed, DatabaseFailure? FirstFailure)
{
    /// <summary>How many rows were read.</summary>
    public long Rows => Committed + Rejected + NotPersisted + Unknown;

    /// <summary>Whether every row was committed.</summary>
    public bool IsComplete => Committed == Rows;

    /// <summary>Throws unless every row was committed.</summary>
    /// <exception cref="RowWriteException">The first failure, under the worst outcome that a row had: unknown, not persisted, rejected.</exception>
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
            first with { Message = $"of {Rows} rows, {Rejected} were rejected, {NotPersisted} were not written and {Unknown} are unknown. The first failure: {first.Message}" },
            null);
    }
}
