namespace DataAccess.Cli.Commands;

/// <summary>The command line asks for something that cannot be: a file that is not there, a URL that is none.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
