namespace DataAccess;

/// <summary>What a writer does with a row when its queue has no room for it.</summary>
public enum QueueFullMode
{
    /// <summary>The caller waits, first in, first out, for at most <see cref="BatchingWriterOptions{T}.QueueTimeout"/>.</summary>
    Wait = 0,

    /// <summary>The call fails immediately with <see cref="QueueFullException"/>.</summary>
    Fail = 1,

    /// <summary>
    /// The oldest row that is not yet in a batch is dropped to make room and ends as <see cref="RowOutcome.NotPersisted"/>. If all rows are
    /// already in batches, the caller waits.
    /// </summary>
    DropOldest = 2,
}
