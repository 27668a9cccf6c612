namespace DataAccess;

/// <summary>The row was changed by someone else after it was read. Nothing was written: read the row again and repeat the decision.</summary>
/// <param name="message">Which row of which table.</param>
public sealed class ConcurrencyConflictException(string message) : Exception(message);
