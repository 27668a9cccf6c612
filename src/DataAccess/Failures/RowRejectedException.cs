namespace DataAccess;

/// <summary>
/// The row was rejected for its data: by the database, for example for a constraint or a value out of range, or before it was sent, because
/// one of its values could not be read; the inner exception is then the one that was thrown. The other rows of its batch were committed.
/// </summary>
public sealed class RowRejectedException : RowWriteException
{
    internal RowRejectedException(DatabaseFailure failure, Exception? inner)
        : base(RowOutcome.Rejected, failure, failure.Code is null ? $"The row was rejected: {failure.Message}" : $"The database rejected the row ({failure.Code}): {failure.Message}", inner)
    {
    }
}
