namespace DataAccess;

/// <summary>The database refused the row for its data: a constraint, a value out of range. Its neighbours were committed.</summary>
public sealed class RowRejectedException : RowWriteException
{
    internal RowRejectedException(DatabaseFailure failure, Exception? inner)
        : base(RowOutcome.Rejected, failure, $"The database refused the row ({failure.Code}): {failure.Message}", inner)
    {
    }
}
