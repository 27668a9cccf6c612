namespace DataAccess;

/// <summary>Decides when a batch is cut and what follows an attempt. Pure: no clock, no loop, no I/O.</summary>
internal static class BatchPolicy
{
    /// <summary>
    /// The limit that keeps the next row out of a batch, or null while it still fits. The first always does, so that an
    /// oversized row is a batch of its own.
    /// </summary>
    public static SealReason? FullBefore(int rows, long bytes, int nextBytes, in BatchLimits limits)
        => rows == 0 ? null
        : rows >= limits.MaxRows ? SealReason.Rows
        : bytes + nextBytes > limits.MaxBytes && limits.MaxBytes <= limits.PacketBytes ? SealReason.Bytes
        : bytes + nextBytes > limits.PacketBytes ? SealReason.Packet
        : null;

    /// <summary>
    /// Why the waiting rows should go now, or null where they wait for company. The wait is bounded by the age of the oldest,
    /// so a steady trickle cannot put it off.
    /// </summary>
    public static SealReason? WhyNow(in QueueState queue, in BatchLimits limits)
        => limits.Linger == TimeSpan.Zero ? SealReason.Idle
        : queue.Rows >= limits.MaxRows ? SealReason.Rows
        : queue.Bytes >= limits.MaxBytes ? SealReason.Bytes
        : queue.Bytes >= limits.PacketBytes ? SealReason.Packet
        : queue.IsClosed ? SealReason.Drain
        : queue.IsFlushWanted ? SealReason.Flush
        : queue.OldestAge >= limits.Linger ? SealReason.Age
        : null;

    /// <param name="failure">What the attempt ended with.</param>
    /// <param name="commitSent">Whether something that may commit was sent.</param>
    /// <param name="rows">How many rows it had.</param>
    /// <param name="closing">Whether the writer's time is up.</param>
    public static BatchStep AfterFailure(in DatabaseFailure failure, bool commitSent, int rows, bool closing)
    {
        // A server that answered with an error has rolled back, also when the error is the answer to COMMIT. A cancel that
        // was asked for while COMMIT was under way proves nothing, unless the server's own code says that it was obeyed.
        if (commitSent && (!failure.ServerAnswered || failure is { Kind: FailureKind.Cancelled, Code: null }))
        {
            return BatchStep.Unknown;
        }

        if (closing && failure.Kind is not FailureKind.Rejected)
        {
            return BatchStep.GiveUp;
        }

        return failure.Kind switch
        {
            FailureKind.Rejected when rows == 1 || failure.RowIndex is { } index && index >= 0 && index < rows => BatchStep.RejectRow,
            FailureKind.Rejected => BatchStep.Split,
            FailureKind.Fatal => BatchStep.Stop,
            _ => BatchStep.Retry,
        };
    }
}
