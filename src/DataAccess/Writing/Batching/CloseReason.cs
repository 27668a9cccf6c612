namespace DataAccess.Writing.Batching;

/// <summary>Why a batch was closed.</summary>
internal enum CloseReason
{
    /// <summary>An in-flight slot was free, and the queue had no more rows.</summary>
    Idle,

    /// <summary><see cref="BatchingWriterOptions{T}.MaxBatchRows"/> was reached.</summary>
    Rows,

    /// <summary><see cref="BatchingWriterOptions{T}.MaxBatchBytes"/> was reached.</summary>
    Bytes,

    /// <summary>The server accepts no more in one statement.</summary>
    Packet,

    /// <summary>The oldest row has waited for <see cref="BatchingWriterOptions{T}.Linger"/>.</summary>
    Age,

    /// <summary>A flush is waiting.</summary>
    Flush,

    /// <summary>The writer is being closed, or a stream of rows has ended.</summary>
    Drain,
}
