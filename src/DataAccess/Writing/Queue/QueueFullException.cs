namespace DataAccess;

/// <summary>The writer's queue had no room for the row in time. The row was not admitted.</summary>
/// <param name="message">What happened, with the option and its value.</param>
public sealed class QueueFullException(string message) : TimeoutException(message);
