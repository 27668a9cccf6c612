namespace DataAccess.Conformance.Faults;

/// <summary>One step of a transaction.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Number">The row to insert, or after how many rows a stream is left.</param>
/// <param name="Tables">How often the table of numbers is joined with itself for the stream: 200 rows, 40,000, or 8 millions.</param>
internal sealed record TransactionStep(TransactionStepKind Kind, long Number, int Tables);
