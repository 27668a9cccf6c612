namespace DataAccess.Sql;

/// <summary>
/// The text of statements that are built again and again in one place and always look alike, rendered once. It saves hashing their whole
/// text to find it. A statement that looks otherwise after all has a text of its own.
/// </summary>
internal sealed class RenderedText
{
    private SqlText? _text;

    public SqlText? Find(SqlStatement statement) => _text is { } text && HasTypesOf(statement, text) ? text : null;

    public void Keep(SqlText text) => _text = text;

    /// <summary>Whether the values are of the types that the text has parameters for. The rest of the statement is the same each time.</summary>
    private static bool HasTypesOf(SqlStatement statement, SqlText text)
    {
        var next = 0;
        foreach (ref readonly var segment in statement.Segments)
        {
            if (segment.Kind is SqlSegmentKind.List
                || (segment.Kind is SqlSegmentKind.Value && (next == text.ParameterTypes.Length || text.ParameterTypes[next++] != segment.Type)))
            {
                return false;
            }
        }

        return next == text.ParameterTypes.Length;
    }
}
