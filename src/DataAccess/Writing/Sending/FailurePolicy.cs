namespace DataAccess.Writing.Sending;

/// <summary>Decides what follows an attempt that failed. Pure: no clock, no loop, no I/O.</summary>
internal static class FailurePolicy
{
    /// <param name="failure">What the attempt ended with.</param>
    /// <param name="isInDoubt">Whether something that may commit was sent, and the server's answer to it does not prove a rollback.</param>
    /// <param name="rows">How many rows it had.</param>
    /// <param name="closing">Whether the writer's time is up.</param>
    public static BatchStep AfterFailure(in DatabaseFailure failure, bool isInDoubt, int rows, bool closing)
    {
        if (isInDoubt)
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
            FailureKind.Fatal => BatchStep.CheckTable,
            _ => BatchStep.Retry,
        };
    }

    /// <summary>
    /// What follows a fatal failure when the database was asked whether it takes batches for the table at all. Where it does,
    /// the failure is of a row, as a text that is no query, a trigger's own error, or a row security policy.
    /// </summary>
    /// <param name="failure">The failure of the batch.</param>
    /// <param name="check">The failure of the question; null where the table is fit.</param>
    /// <param name="rows">How many rows the batch had.</param>
    public static (BatchStep Step, DatabaseFailure Failure) AfterCheck(in DatabaseFailure failure, in DatabaseFailure? check, int rows)
    {
        if (check is { Kind: not FailureKind.Rejected } refused)
        {
            return (refused.Kind == FailureKind.Fatal ? BatchStep.Stop : BatchStep.Retry, refused);
        }

        var ofRow = failure with { Kind = FailureKind.Rejected };
        return (AfterFailure(ofRow, isInDoubt: false, rows, closing: false), ofRow);
    }

    /// <summary>How many rows of a batch that are refused for what might have been the table are looked for, for each part of it that was committed and one more.</summary>
    public const int SearchedRows = 128;

    /// <summary>
    /// Whether the search for refused rows goes on: a batch in which nearly every row is refused would need a round trip or two
    /// for each.
    /// </summary>
    public static bool IsWorthSearching(int refusedRows, int committedParts) => refusedRows < SearchedRows * (1L + committedParts);

    /// <summary>After so many same answers a batch is halved: what a moment of the server explains, a trigger may say of one row as well.</summary>
    public const int SameAnswersOfBatch = 4;

    /// <summary>After so many a part of such a batch is halved in its turn.</summary>
    public const int SameAnswersOfPart = 2;

    /// <summary>
    /// Whether the server itself has answered that it does not take the rows now, as for a deadlock, a full disk or its own statement timeout. What
    /// is sent again for it is known to be rolled back, by the answer or by the ledger.
    /// </summary>
    public static bool IsMomentary(in BatchResult result)
        => result is { Step: BatchStep.Retry, Failure: { Kind: not FailureKind.ConnectionLost, Code: not null }, Exception: not DatabaseUnavailableException };

    /// <summary>Whether rows that got the same answer so often in a row are better sent otherwise, as it may be of a single one.</summary>
    /// <param name="sameAnswers">How often.</param>
    /// <param name="rows">How many rows they are.</param>
    /// <param name="ofBatch">How many their batch has.</param>
    /// <param name="othersAreTaken">Whether the database took other rows since the batch was begun.</param>
    public static bool IsOfARowPerhaps(int sameAnswers, int rows, int ofBatch, bool othersAreTaken)
        => sameAnswers >= (rows == 1 || rows == ofBatch ? SameAnswersOfBatch : othersAreTaken ? 1 : SameAnswersOfPart);
}
