using DataAccess.Writing.Queue;

namespace DataAccess.Writing.Batching;

/// <summary>Decides when a batch is closed. Pure: no clock, no loop, no I/O.</summary>
internal static class BatchPolicy
{
    /// <summary>
    /// The limit that keeps the next row out of a batch, or null while it still fits. The first always does, so that an
    /// oversized row is a batch of its own.
    /// </summary>
    public static CloseReason? FullBefore(int rows, long bytes, long nextBytes, in BatchLimits limits)
        => rows == 0 ? null
        : rows >= limits.MaxRows ? CloseReason.Rows
        : bytes + nextBytes > limits.MaxBytes && limits.MaxBytes <= limits.PacketBytes ? CloseReason.Bytes
        : bytes + nextBytes > limits.PacketBytes ? CloseReason.Packet
        : null;

    /// <summary>
    /// Why the waiting rows should go now, or null where they wait for company. The wait is bounded by the age of the oldest,
    /// so a steady trickle cannot put it off.
    /// </summary>
    public static CloseReason? ReasonToClose(in QueueState queue, in BatchLimits limits)
        => limits.Linger == TimeSpan.Zero ? CloseReason.Idle
        : queue.Rows >= limits.MaxRows ? CloseReason.Rows
        : queue.Bytes >= limits.MaxBytes ? CloseReason.Bytes
        : queue.Bytes >= limits.PacketBytes ? CloseReason.Packet
        : queue.IsClosed ? CloseReason.Drain
        : queue.IsFlushWanted ? CloseReason.Flush
        : queue.OldestAge >= limits.Linger ? CloseReason.Age
        : null;
}
