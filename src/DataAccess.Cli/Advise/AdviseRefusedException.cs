namespace DataAccess.Cli.Advise;

/// <summary>What was asked for is not measured; the message says why, and what to do.</summary>
internal sealed class AdviseRefusedException(string message, Exception? inner = null) : Exception(message, inner);
