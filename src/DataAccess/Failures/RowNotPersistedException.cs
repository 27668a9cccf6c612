namespace DataAccess;

/// <summary>The row is proven not to be in the database. Writing it again is safe.</summary>
public sealed class RowNotPersistedException : RowWriteException
{
    internal RowNotPersistedException(DatabaseFailure failure, Exception? inner)
        : base(RowOutcome.NotPersisted, failure, $"The row was not written: {failure.Message}", inner)
    {
    }
}
