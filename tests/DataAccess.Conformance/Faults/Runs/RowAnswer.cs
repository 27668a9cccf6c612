namespace DataAccess.Conformance.Faults;

/// <summary>What the caller of a row was told.</summary>
public enum RowAnswer
{
    /// <summary>Nothing yet.</summary>
    Pending = 0,

    /// <summary>It is committed.</summary>
    Acked,

    /// <summary>It was taken into the queue, and nobody waits for it.</summary>
    Accepted,

    Rejected,
    NotPersisted,
    Unknown,

    /// <summary>Its call was cancelled before it was in a batch.</summary>
    CancelledInQueue,

    /// <summary>Its call was cancelled, and it still goes.</summary>
    CancelledInBatch,

    /// <summary>It was not taken into the queue, as that was full or closed.</summary>
    NotAdmitted,

    /// <summary>It was read by a stream that then failed or was given up, so that of it alone nothing was said but by a dead letter.</summary>
    Abandoned,

    /// <summary>Something that no caller should be told.</summary>
    Unexpected,
}
