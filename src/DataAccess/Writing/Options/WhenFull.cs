namespace DataAccess;

/// <summary>What a writer does with a row that its queue has no room for.</summary>
public enum WhenFull
{
    /// <summary>The caller waits in turn, for <see cref="BatchingWriterOptions{T}.QueueTimeout"/> at most.</summary>
    Wait = 0,

    /// <summary>The call fails at once with <see cref="QueueFullException"/>.</summary>
    Fail = 1,

    /// <summary>
    /// The oldest row that is not in a batch yet makes room and ends as <see cref="RowOutcome.NotPersisted"/>. Where all rows are
    /// in batches already, the caller waits.
    /// </summary>
    DropOldest = 2,
}
