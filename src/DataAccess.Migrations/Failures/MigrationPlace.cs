namespace DataAccess.Migrations;

/// <summary>The place in a file where a statement failed.</summary>
/// <param name="Path">The file, below the migrations' folder.</param>
/// <param name="Line">The line, from 1: that of the error if the server tells it, else that of the statement.</param>
/// <param name="Column">The column of the error in characters, from 1; null if the server does not tell it.</param>
public sealed record MigrationPlace(string Path, int Line, int? Column);
