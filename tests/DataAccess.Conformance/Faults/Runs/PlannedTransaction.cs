namespace DataAccess.Conformance.Faults;

/// <summary>One transaction of a caller.</summary>
/// <param name="Steps">What it does, in order.</param>
/// <param name="ThrowsAtEnd">Whether the work throws when all was done.</param>
/// <param name="CancelAfter">When the caller gives up.</param>
internal sealed record PlannedTransaction(IReadOnlyList<TransactionStep> Steps, bool ThrowsAtEnd, TimeSpan? CancelAfter);
