namespace DataAccess.Cli.Advise;

/// <summary>Other sessions are active, and it was not confirmed that they may be slowed.</summary>
internal sealed class OtherSessionsException(string message) : Exception(message);
