namespace DataAccess;

/// <summary>A snapshot of a batching writer. Counters start with the writer and never decrease.</summary>
/// <param name="Admitted">Rows accepted.</param>
/// <param name="Committed">Rows whose COMMIT was answered.</param>
/// <param name="Rejected">Rows that were rejected.</param>
/// <param name="NotPersisted">Rows proven not to be in the database, including those cancelled while queued.</param>
/// <param name="Unknown">Rows whose COMMIT was never answered.</param>
/// <param name="Batches">Batches committed.</param>
/// <param name="Retries">Batches sent again.</param>
/// <param name="QueuedBytes">Bytes of rows that have no outcome yet.</param>
/// <param name="InFlightSlots">The number of in-flight slots: how many batches may currently be in flight at once; see <see cref="BatchingWriterOptions{T}.MaxInFlight"/>.</param>
/// <param name="InFlight">Batches in flight.</param>
public sealed record WriterStatistics(
    long Admitted, long Committed, long Rejected, long NotPersisted, long Unknown, long Batches, long Retries, long QueuedBytes, int InFlightSlots, int InFlight)
{
    /// <summary>Rows that have no outcome yet.</summary>
    public long Queued => Admitted - Committed - Rejected - NotPersisted - Unknown - Kept;

    /// <summary>Rows that <see cref="BatchingWriterOptions{T}.Spool"/> holds: accepted, by this process or an earlier one, and neither committed nor rejected yet. 0 without a spool.</summary>
    public long SpooledRows { get; init; }

    /// <summary>Bytes of the spool's directory that count against <see cref="BatchingWriterOptions{T}.SpoolBytes"/>. 0 without a spool.</summary>
    public long SpooledBytes { get; init; }

    /// <summary>Rows that an earlier process had left in the spool and that were admitted by this writer.</summary>
    public long Replayed { get; init; }

    /// <summary>Rows that were admitted and stay in the spool for the next start.</summary>
    internal long Kept { get; init; }

    /// <summary>The mean number of rows of a committed batch, or 0 before the first.</summary>
    public double MeanBatchRows => Batches == 0 ? 0 : (double)Committed / Batches;

    /// <summary>The statistics as one readable line.</summary>
    public override string ToString()
        => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Admitted} admitted: {Committed} committed in {Batches} batches (mean {MeanBatchRows:0.#}), {Rejected} rejected, {NotPersisted} not persisted, {Unknown} unknown, {Queued} queued ({QueuedBytes} bytes); {Retries} retries; {InFlight} of {InFlightSlots} in-flight slots in use");
}
