using DataAccess.Failures;

namespace DataAccess;

/// <summary>A row that was admitted was not committed, or may not have been. <see cref="Outcome"/> says which.</summary>
public abstract class RowWriteException : Exception
{
    private protected RowWriteException(RowOutcome outcome, DatabaseFailure failure, string message, Exception? inner)
        : base(message, inner)
    {
        Outcome = outcome;
        Failure = failure;
    }

    /// <summary>How the row ended.</summary>
    public RowOutcome Outcome { get; }

    /// <summary>Why, with the database's code and words where it said any.</summary>
    public DatabaseFailure Failure { get; }

    internal static RowWriteException For(RowOutcome outcome, DatabaseFailure failure, Exception? inner) => outcome switch
    {
        RowOutcome.Rejected => new RowRejectedException(failure, inner is RowValueException unreadable ? unreadable.InnerException : inner),
        RowOutcome.Unknown => new RowOutcomeUnknownException(failure, inner),
        _ => new RowNotPersistedException(failure, inner),
    };
}
