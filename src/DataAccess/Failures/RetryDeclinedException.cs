namespace DataAccess.Failures;

/// <summary>Signals that a read is not retried; its caller gets the error of the lost connection instead.</summary>
internal sealed class RetryDeclinedException()
    : Exception("The read is not retried: a view, an operator or a similar object of this database calls a function that may have side effects, which a second run would repeat.");
