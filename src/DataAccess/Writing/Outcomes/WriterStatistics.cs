namespace DataAccess;

/// <summary>A snapshot of a batching writer. Counters run from its start and never go down.</summary>
/// <param name="Admitted">Rows accepted.</param>
/// <param name="Committed">Rows whose COMMIT was answered.</param>
/// <param name="Rejected">Rows that the database refused.</param>
/// <param name="NotPersisted">Rows proven not to be in the database, those cancelled while queued included.</param>
/// <param name="Unknown">Rows whose COMMIT was never answered.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Retries">Batches sent again.</param>
/// <param name="QueuedBytes">Bytes of rows that have no outcome yet.</param>
/// <param name="Lanes">How many batches may be in flight at once now; see <see cref="BatchingWriterOptions{T}.MaxInFlight"/>.</param>
/// <param name="InFlight">How many are.</param>
public sealed record WriterStatistics(
    long Admitted, long Committed, long Rejected, long NotPersisted, long Unknown, long Batches, long Retries, long QueuedBytes, int Lanes, int InFlight)
{
    /// <summary>Rows that have no outcome yet.</summary>
    public long Queued => Admitted - Committed - Rejected - NotPersisted - Unknown;

    /// <summary>How many rows a committed batch had on average, or 0 before the first.</summary>
    public double MeanBatchRows => Batches == 0 ? 0 : (double)Committed / Batches;

    /// <summary>A line for people.</summary>
    public override string ToString()
        => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Admitted} admitted: {Committed} committed in {Batches} batches (mean {MeanBatchRows:0.#}), {Rejected} rejected, {NotPersisted} not persisted, {Unknown} unknown, {Queued} queued ({QueuedBytes} bytes); {Retries} retries; {InFlight} of {Lanes} in-flight slots in use");
}
