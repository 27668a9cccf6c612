namespace DataAccess.Cli.Import.Reading;

/// <summary>The file as a whole cannot be imported: it is empty, or its header cannot be used. Nothing was loaded.</summary>
internal sealed class MalformedInputException(string message) : Exception(message);
