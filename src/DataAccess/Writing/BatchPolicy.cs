namespace DataAccess;

/// <summary>Decides when a batch is cut and what follows an attempt. Pure: no clock, no loop, no I/O.</summary>
internal static class BatchPolicy
{
    /// <summary>Whether the next row still goes into the batch. The first always does, so that an oversized row is a batch of its own.</summary>
    public static bool Fits(int rows, long bytes, int nextBytes, int maxRows, long maxBytes)
        => rows == 0 || (rows < maxRows && bytes + nextBytes <= maxBytes);

    /// <param name="failure">What the attempt ended with.</param>
    /// <param name="commitSent">Whether something that may commit was sent.</param>
    /// <param name="rows">How many rows it had.</param>
    /// <param name="closing">Whether the writer's time is up.</param>
    public static BatchStep AfterFailure(in DatabaseFailure failure, bool commitSent, int rows, bool closing)
    {
        // A server that answered with an error has rolled back, also when the error is the answer to COMMIT. A cancel that
        // was asked for while COMMIT was under way proves nothing.
        if (commitSent && (!failure.ServerAnswered || failure.Kind == FailureKind.Cancelled))
        {
            return BatchStep.Unknown;
        }

        if (closing && failure.Kind is not FailureKind.Rejected)
        {
            return BatchStep.GiveUp;
        }

        return failure.Kind switch
        {
            FailureKind.Rejected when rows == 1 || failure.RowIndex is { } index && index >= 0 && index < rows => BatchStep.RejectRow,
            FailureKind.Rejected => BatchStep.Split,
            FailureKind.Fatal => BatchStep.Stop,
            _ => BatchStep.Retry,
        };
    }
}
