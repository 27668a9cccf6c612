namespace DataAccess.Writing.Outcomes;

/// <summary>Counts the outcomes of rows.</summary>
internal sealed class WriterCounters
{
    private readonly long[] _outcomes = new long[4];
    private long _admitted;
    private long _kept;
    private long _batches;
    private long _retries;

    /// <summary>The number of batches committed.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    public void CountAdmitted(int rows = 1) => Interlocked.Add(ref _admitted, rows);

    /// <summary>Reverts a count: the queue was closed before the row reached it.</summary>
    public void UncountAdmitted() => Interlocked.Decrement(ref _admitted);

    /// <summary>Counts a row that stays in the spool for the next start.</summary>
    public void CountKept() => Interlocked.Increment(ref _kept);

    public void CountBatch() => Interlocked.Increment(ref _batches);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    public void Count(RowOutcome outcome, int rows = 1) => Interlocked.Add(ref _outcomes[(int)outcome], rows);

    public WriterStatistics Snapshot(long queuedBytes, int slots, int inFlight)
    {
        // Outcomes are read before admissions: a row that ends meanwhile must not appear as ended and never admitted.
        var committed = Interlocked.Read(ref _outcomes[(int)RowOutcome.Committed]);
        var rejected = Interlocked.Read(ref _outcomes[(int)RowOutcome.Rejected]);
        var notPersisted = Interlocked.Read(ref _outcomes[(int)RowOutcome.NotPersisted]);
        var unknown = Interlocked.Read(ref _outcomes[(int)RowOutcome.Unknown]);
        var kept = Interlocked.Read(ref _kept);
        return new WriterStatistics(
            Interlocked.Read(ref _admitted),
            committed,
            rejected,
            notPersisted,
            unknown,
            Interlocked.Read(ref _batches),
            Interlocked.Read(ref _retries),
            queuedBytes,
            slots,
            inFlight)
        {
            Kept = kept,
        };
    }
}
