namespace DataAccess;

/// <summary>Somebody else changed the row since it was read. Nothing was written: read it again and decide anew.</summary>
/// <param name="message">Which row of which table.</param>
public sealed class ConcurrencyConflictException(string message) : Exception(message);
