namespace DataAccess.Migrations.Sessions;

/// <summary>A statement of the runner, with a question mark for each value.</summary>
internal sealed record SqlCall(string Sql, params object?[] Values)
{
    /// <summary>Whether a query is run so often, and is so costly to plan, that the session keeps it prepared.</summary>
    public bool IsPrepared { get; init; }

    /// <summary>The text between the values. A script's statement is cut elsewhere, as it may contain question marks of its own.</summary>
    public IReadOnlyList<string> Parts { get => field ?? Sql.Split('?'); init; }
}
