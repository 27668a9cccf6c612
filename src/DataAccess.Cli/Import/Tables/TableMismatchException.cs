namespace DataAccess.Cli.Import.Tables;

/// <summary>The file and the table do not go together. Nothing was loaded.</summary>
internal sealed class TableMismatchException(string message) : Exception(message);
