namespace DataAccess;

/// <summary>The connection was lost between COMMIT and its answer. The row may or may not be in the database; it was not sent again.</summary>
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
