namespace DataAccess.Writing.Queue;

/// <summary>What waits to be put into a batch.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Bytes">About how many bytes of values.</param>
/// <param name="OldestAge">How long the first has waited.</param>
/// <param name="IsFlushWanted">Whether somebody waits for a flush.</param>
/// <param name="IsClosed">Whether nothing more will come.</param>
internal readonly record struct QueueState(int Rows, long Bytes, TimeSpan OldestAge, bool IsFlushWanted, bool IsClosed);
