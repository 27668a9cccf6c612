namespace DataAccess.Testing;

/// <summary>Other statements were sent than a test expected. Every test framework shows it as a failed test.</summary>
/// <param name="message">What was expected and what was sent.</param>
public sealed class UnexpectedStatementsException(string message) : Exception(message);
