namespace DataAccess.Providers;

/// <summary>The user's provider of passwords gave none. The message never contains what it returned or threw.</summary>
/// <param name="message">What happened.</param>
/// <param name="inner">What it threw, or null.</param>
internal sealed class PasswordProviderException(string message, Exception? inner) : Exception(message, inner);
