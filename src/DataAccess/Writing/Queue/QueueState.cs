namespace DataAccess.Writing.Queue;

/// <summary>The rows that wait to be put into a batch.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Bytes">The approximate number of bytes of values.</param>
/// <param name="OldestAge">How long the oldest row has waited.</param>
/// <param name="IsFlushWanted">Whether a flush is waiting.</param>
/// <param name="IsClosed">Whether no more rows will be added.</param>
internal readonly record struct QueueState(int Rows, long Bytes, TimeSpan OldestAge, bool IsFlushWanted, bool IsClosed);
