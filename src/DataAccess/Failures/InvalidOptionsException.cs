namespace DataAccess;

/// <summary>Thrown when options are not valid. The message names each invalid option, its value and the values that are allowed.</summary>
/// <param name="message">All invalid options.</param>
public sealed class InvalidOptionsException(string message) : Exception(message);
