namespace DataAccess.Conformance.Faults;

/// <summary>What was said of the rows of one <c>WriteManyAsync</c>.</summary>
/// <param name="read">The rows that the writer has read.</param>
/// <param name="summary">What it returned, or null.</param>
/// <param name="error">What it threw, or null.</param>
/// <param name="mayBeGivenUp">Whether its caller may have given up.</param>
/// <param name="mayBeClosed">Whether the writer may have been disposed meanwhile.</param>
public sealed class StreamRecord(IReadOnlyList<RowRecord> read, WriteSummary? summary, Exception? error, bool mayBeGivenUp, bool mayBeClosed)
{
    public int Rows => read.Count;

    /// <summary>Says in words where the summary and the dead letters do not agree. To be asked when the writer is disposed.</summary>
    public IEnumerable<string> Violations()
    {
        if (summary is null)
        {
            var isExpected = error is ObjectDisposedException ? mayBeClosed : mayBeGivenUp && error is OperationCanceledException;
            return isExpected ? [] : [$"A stream ended with an error that nobody caused: {error}"];
        }

        var told = new WriteSummary(
            read.Count(static row => row.Letters.Count == 0),
            CountOf(RowOutcome.Rejected),
            CountOf(RowOutcome.NotPersisted),
            CountOf(RowOutcome.Unknown),
            summary.Batches,
            summary.Elapsed,
            summary.FirstFailure)
        {
            Failures = summary.Failures,
        };
        return summary == told && summary.FirstFailure is null == summary.IsComplete
            && summary.FailuresNotKept >= 0 && summary.Failures.All(failure => read[(int)failure.Index].Letters.Contains(failure.Outcome))
            ? []
            : [$"The summary of a stream is not what its dead letters say: {summary}, and not {told}"];
    }

    private int CountOf(RowOutcome outcome) => read.Count(row => row.Letters.Count > 0 && row.Letters[0] == outcome);
}
