namespace DataAccess.Migrations;

/// <summary>A statement of the runner's own, with a question mark for each value.</summary>
internal sealed record SqlCall(string Sql, params object?[] Values)
{
    /// <summary>What stands between the values. A statement of a script is cut elsewhere, as it may hold question marks of its own.</summary>
    public IReadOnlyList<string> Parts { get => field ?? Sql.Split('?'); init; }
}
