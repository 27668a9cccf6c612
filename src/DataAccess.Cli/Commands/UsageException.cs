namespace DataAccess.Cli.Commands;

/// <summary>The command line is wrong: a file that does not exist, a URL that is not valid.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
