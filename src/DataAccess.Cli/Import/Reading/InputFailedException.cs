namespace DataAccess.Cli.Import.Reading;

/// <summary>The file could not be read to its end: an I/O error, or it was truncated while it was being read.</summary>
internal sealed class InputFailedException(string message, Exception? inner = null) : Exception(message, inner);
