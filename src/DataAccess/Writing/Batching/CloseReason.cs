namespace DataAccess.Writing.Batching;

/// <summary>Why a batch was cut where it was.</summary>
internal enum CloseReason
{
    /// <summary>A lane was free, and the queue held no more.</summary>
    Idle,

    /// <summary><see cref="BatchingWriterOptions{T}.MaxBatchRows"/> was reached.</summary>
    Rows,

    /// <summary><see cref="BatchingWriterOptions{T}.MaxBatchBytes"/> was reached.</summary>
    Bytes,

    /// <summary>The server takes no more in one packet.</summary>
    Packet,

    /// <summary>The oldest row has waited for <see cref="BatchingWriterOptions{T}.Linger"/>.</summary>
    Age,

    /// <summary>Somebody waits for a flush.</summary>
    Flush,

    /// <summary>The writer is being closed, or a stream of rows has ended.</summary>
    Drain,
}
