namespace DataAccess;

/// <summary>
/// A call on a session with a deadline did not complete in time and was cancelled. What it sent may have been executed, unless it was a
/// read, or was in a transaction, which is rolled back.
/// </summary>
/// <param name="message">How much time the call had.</param>
/// <param name="inner">The exception that the cancellation caused.</param>
public sealed class DeadlineExceededException(string message, Exception? inner) : TimeoutException(message, inner);
