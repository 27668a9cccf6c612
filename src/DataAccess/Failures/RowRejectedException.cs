namespace DataAccess;

/// <summary>
/// The row was refused for its data: by the database, as with a constraint or a value out of range, or before it was sent, as
/// a value of it could not be read; then that exception is the inner one. Its neighbours were committed.
/// </summary>
public sealed class RowRejectedException : RowWriteException
{
    internal RowRejectedException(DatabaseFailure failure, Exception? inner)
        : base(RowOutcome.Rejected, failure, failure.Code is null ? $"The row was rejected: {failure.Message}" : $"The database rejected the row ({failure.Code}): {failure.Message}", inner)
    {
    }
}
