namespace DataAccess.Conformance.Faults;

/// <summary>One caller of the writer.</summary>
/// <param name="Kind">How he hands over his rows.</param>
/// <param name="Rows">His rows, in the order in which he writes them.</param>
/// <param name="CancelAfter">When he gives up a stream.</param>
internal sealed record PlannedCaller(CallKind Kind, IReadOnlyList<PlannedRow> Rows, TimeSpan? CancelAfter);
