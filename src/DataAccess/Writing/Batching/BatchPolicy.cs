using DataAccess.Writing.Queue;

namespace DataAccess.Writing.Batching;

/// <summary>Decides when a batch is closed. Pure: no clock, no loop, no I/O.</summary>
internal static class BatchPolicy
{
    /// <summary>
    /// The limit that the next row would exceed, or null if the row still fits. The first row always fits, so that an
    /// oversized row is a batch of its own.
    /// </summary>
    public static CloseReason? FullBefore(int rows, long bytes, long nextBytes, in BatchLimits limits)
        => rows == 0 ? null
        : rows >= limits.MaxRows ? CloseReason.Rows
        : bytes + nextBytes > limits.MaxBytes && limits.MaxBytes <= limits.StatementLimit ? CloseReason.Bytes
        : bytes + nextBytes > limits.StatementLimit ? CloseReason.Packet
        : null;

    /// <summary>
    /// Why the waiting rows should be sent now, or null if they wait for more rows. The wait is bounded by the age of the oldest row,
    /// so a steady trickle of rows cannot delay it further.
    /// </summary>
    public static CloseReason? ReasonToClose(in QueueState queue, in BatchLimits limits)
        => limits.Linger == TimeSpan.Zero ? CloseReason.Idle
        : queue.Rows >= limits.MaxRows ? CloseReason.Rows
        : queue.Bytes >= limits.MaxBytes ? CloseReason.Bytes
        : queue.Bytes >= limits.StatementLimit ? CloseReason.Packet
        : queue.IsClosed ? CloseReason.Drain
        : queue.IsFlushWanted ? CloseReason.Flush
        : queue.OldestAge >= limits.Linger ? CloseReason.Age
        : null;
}
