namespace DataAccess.Failures;

/// <summary>A row's value could not be read, because user code threw. Only this row is affected, and nothing was sent for it.</summary>
/// <param name="message">What could not be read, and the exception's type. The exception's message may contain values, so it is not repeated.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class RowValueException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>For user code that takes a row.</summary>
    public static RowValueException Of(string name, Exception cause)
        => new(cause is MappingException ? cause.Message : $"{name} threw {cause.GetType().Name}. See the inner exception.", cause);

    /// <summary>Nothing was sent for a row that cannot be read, so the row is rejected and no other outcome is affected.</summary>
    public DatabaseFailure ToFailure() => new(FailureKind.Rejected, null, Message);
}
