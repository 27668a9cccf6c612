namespace DataAccess;

/// <summary>Some options are not valid. The message names each, its value, and what it may be.</summary>
/// <param name="message">All problems.</param>
public sealed class InvalidOptionsException(string message) : Exception(message);
