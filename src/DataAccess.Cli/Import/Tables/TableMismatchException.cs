namespace DataAccess.Cli.Import.Tables;

/// <summary>The file does not match the table. Nothing was loaded.</summary>
internal sealed class TableMismatchException(string message) : Exception(message);
