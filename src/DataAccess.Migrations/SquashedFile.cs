namespace DataAccess.Migrations;

/// <summary>A file that replaces others.</summary>
/// <param name="Suffix">What its name has before <c>.sql</c>: <c>.postgresql</c>, or nothing.</param>
/// <param name="Text">Its text.</param>
/// <param name="Replaced">The paths of the files that it replaces, below the migrations' folder.</param>
/// <param name="TablesWithRows">The tables in which the replaced files leave rows, which it does not.</param>
internal sealed record SquashedFile(string Suffix, string Text, IReadOnlyList<string> Replaced, IReadOnlyList<string> TablesWithRows);
