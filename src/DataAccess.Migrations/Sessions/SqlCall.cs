namespace DataAccess.Migrations;

/// <summary>A statement of the runner's own, with a question mark for each value.</summary>
internal sealed record SqlCall(string Sql, params object?[] Values);
