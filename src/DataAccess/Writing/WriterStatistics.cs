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
public sealed record WriterStatistics(
    long Admitted, long Committed, long Rejected, long NotPersisted, long Unknown, long Batches, long Retries, long QueuedBytes)
{
    /// <summary>Rows that have no outcome yet.</summary>
    public long Queued => Admitted - Committed - Rejected - NotPersisted - Unknown;
}
