namespace DataAccess.Failures;

/// <summary>A row's value could not be read, as the caller's own code threw. It is the row's fault alone, and nothing was sent for it.</summary>
/// <param name="message">What could not be read, and the exception's type. Its words may hold values, so they are not repeated.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class RowValueException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>For a function of the caller's that takes a row.</summary>
    public static RowValueException Of(string name, Exception cause)
        => new(cause is MappingException ? cause.Message : $"{name} threw {cause.GetType().Name}. See the inner exception.", cause);

    /// <summary>Nothing was sent for a row that cannot be read, so it is rejected and nothing else is in doubt.</summary>
    public DatabaseFailure ToFailure() => new(FailureKind.Rejected, null, Message);
}
