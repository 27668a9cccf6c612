namespace DataAccess;

/// <summary>
/// A call on a session with a deadline was not over in time and was cancelled. What it sent may have been done, unless it was a
/// read or inside a transaction, which is rolled back.
/// </summary>
/// <param name="message">How long the call had.</param>
/// <param name="inner">What the cancel raised.</param>
public sealed class DeadlineExceededException(string message, Exception? inner) : TimeoutException(message, inner);
