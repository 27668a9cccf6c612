namespace DataAccess.Cli.Import.Reading;

/// <summary>The file stopped giving bytes before its end: an I/O error, or it was cut while it was read.</summary>
internal sealed class InputFailedException(string message, Exception? inner = null) : Exception(message, inner);
