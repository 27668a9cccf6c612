using DataAccess.Failures;

namespace DataAccess;

/// <summary>An admitted row was not committed, or may not have been. <see cref="Outcome"/> says which.</summary>
public abstract class RowWriteException : Exception
{
    private protected RowWriteException(RowOutcome outcome, DatabaseFailure failure, string message, Exception? inner)
        : base(message, inner)
    {
        Outcome = outcome;
        Failure = failure;
    }

    /// <summary>The outcome of the row.</summary>
    public RowOutcome Outcome { get; }

    /// <summary>The reason, with the database's code and message if there were any.</summary>
    public DatabaseFailure Failure { get; }

    internal static RowWriteException For(RowOutcome outcome, DatabaseFailure failure, Exception? inner) => outcome switch
    {
        RowOutcome.Rejected => new RowRejectedException(failure, inner is RowValueException unreadable ? unreadable.InnerException : inner),
        RowOutcome.Unknown => new RowOutcomeUnknownException(failure, inner),
        _ => new RowNotPersistedException(failure, inner),
    };
}
