namespace DataAccess;

/// <summary>The connection died between COMMIT and its answer. The row may be in the database or not; it was not sent again.</summary>
public sealed class RowOutcomeUnknownException : RowWriteException
{
    internal RowOutcomeUnknownException(DatabaseFailure failure, Exception? inner)
        : base(
            RowOutcome.Unknown,
            failure,
            $"COMMIT was sent and its answer was lost, so the row may or may not be in the database. Check for it before writing it again. ({failure.Message})",
            inner)
    {
    }
}
