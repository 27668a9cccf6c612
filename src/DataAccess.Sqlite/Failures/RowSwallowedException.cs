namespace DataAccess.Sqlite.Failures;

/// <summary>A row of a batch was not stored, although SQLite reported no error. The batch is undone and sent row by row.</summary>
internal sealed class RowSwallowedException() : Exception("a row was not stored, and SQLite reported no error");
