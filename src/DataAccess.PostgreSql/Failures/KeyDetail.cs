namespace DataAccess.PostgreSql.Failures;

/// <summary>The key that an error's detail names: <c>Key (tenant, number)=(7, 42) already exists.</c> The text around it may be in any language.</summary>
/// <param name="Columns">The columns' names, unquoted.</param>
/// <param name="Values">Their values as text, separated by a comma and a space.</param>
internal readonly record struct KeyDetail(string[] Columns, string Values)
{
    private const string Between = ")=(";

    /// <returns>The key, or null if the detail does not name one.</returns>
    public static KeyDetail? Read(string? detail)
    {
        if (detail is null
            || detail.IndexOf('(', StringComparison.Ordinal) is var open && open < 0
            || detail.IndexOf(Between, open, StringComparison.Ordinal) is var between && between < 0
            || detail.LastIndexOf(')') is var close && close < between + Between.Length)
        {
            return null;
        }

        var columns = detail[(open + 1)..between].Split(", ");
        return new KeyDetail(Array.ConvertAll(columns, Unquote), detail[(between + Between.Length)..close]);
    }

    private static string Unquote(string name)
        => name is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : name;
}
