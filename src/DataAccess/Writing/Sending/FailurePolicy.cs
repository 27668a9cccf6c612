namespace DataAccess.Writing.Sending;

/// <summary>Decides the next step after a failed attempt. Pure: no clock, no loop, no I/O.</summary>
internal static class FailurePolicy
{
    /// <param name="failure">The failure of the attempt.</param>
    /// <param name="isInDoubt">Whether something that may commit was sent, and the server's answer to it does not prove a rollback.</param>
    /// <param name="rows">The number of rows in it.</param>
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
    /// The next step after a fatal failure, once it was checked whether the database accepts batches for the table at all. If it does,
    /// the failure is caused by a row, for example by a text that is not a query, a trigger's own error, or a row security policy.
    /// </summary>
    /// <param name="failure">The failure of the batch.</param>
    /// <param name="check">The failure of the check; null if the table accepts batches.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    public static (BatchStep Step, DatabaseFailure Failure) AfterCheck(in DatabaseFailure failure, in DatabaseFailure? check, int rows)
    {
        if (check is { Kind: not FailureKind.Rejected } problem)
        {
            return (problem.Kind == FailureKind.Fatal ? BatchStep.Stop : BatchStep.Retry, problem);
        }

        var ofRow = failure with { Kind = FailureKind.Rejected };
        return (AfterFailure(ofRow, isInDoubt: false, rows, closing: false), ofRow);
    }

    /// <summary>The number of rows to search for that are rejected with an error that might be one of the table, for each part of the batch that was committed and one more.</summary>
    public const int SearchedRows = 128;

    /// <summary>
    /// Whether the search for rejected rows continues: a batch in which nearly every row is rejected would need a round trip or two
    /// for each.
    /// </summary>
    public static bool IsWorthSearching(int rejectedRows, int committedParts) => rejectedRows < SearchedRows * (1L + committedParts);

    /// <summary>The number of identical answers after which a batch is halved: an answer that a temporary state of the server explains may also come from a trigger for a single row.</summary>
    public const int SameAnswersOfBatch = 4;

    /// <summary>The number after which a part of such a batch is halved again.</summary>
    public const int SameAnswersOfPart = 2;

    /// <summary>
    /// Whether the server itself answered that it does not accept the rows now, for example for a deadlock, a full disk or its own statement timeout. What
    /// is then sent again is known to be rolled back, by the answer or by the ledger.
    /// </summary>
    public static bool IsTemporary(in BatchResult result)
        => result is { Step: BatchStep.Retry, Failure: { Kind: not FailureKind.ConnectionLost, Code: not null }, Exception: not DatabaseUnavailableException };

    /// <summary>Whether rows that got the same answer this many times in succession should be sent in another way, because a single row may cause it.</summary>
    /// <param name="sameAnswers">The number of identical answers.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="ofBatch">The number of rows in their batch.</param>
    /// <param name="othersAreTaken">Whether the database accepted other rows since the batch was begun.</param>
    public static bool MayBeCausedByOneRow(int sameAnswers, int rows, int ofBatch, bool othersAreTaken)
        => sameAnswers >= (rows == 1 || rows == ofBatch ? SameAnswersOfBatch : othersAreTaken ? 1 : SameAnswersOfPart);
}
