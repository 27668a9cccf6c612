namespace DataAccess.Conformance.Faults;

/// <summary>One row that a caller writes.</summary>
/// <param name="Record">The row, and what is said of it.</param>
/// <param name="IsAwaited">Whether the caller waits for its commit, or only for its place in the queue.</param>
/// <param name="CancelAfter">When the caller gives up.</param>
internal sealed record PlannedRow(RowRecord Record, bool IsAwaited, TimeSpan? CancelAfter);
