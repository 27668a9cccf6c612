using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>COPY between a table and the client: from it, the rows stand in the script; to it, there is nobody to read them.</summary>
internal static class CopyStatement
{
    /// <summary>A COPY names columns and options; its query may be of any length, and stands in brackets.</summary>
    private const int MaxWords = 20_000;

    /// <summary>Whether the rows follow the statement.</summary>
    public static bool TakesRows(ScriptStatement statement) => DirectionOf(statement) == "FROM";

    public static string? ProblemOf(ScriptStatement statement)
        => DirectionOf(statement) == "TO" ? "COPY … TO STDOUT sends rows to psql, and a migration has nobody to read them. Remove it, or write the rows to a table." : null;

    /// <summary>FROM or TO where the other end is the client; both STDIN and STDOUT mean it. Null for any other statement.</summary>
    private static string? DirectionOf(ScriptStatement statement)
    {
        if (!statement.Text.StartsWith("copy", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var words = new StatementWords(statement.Text, statement.Flavour, MaxWords);
        var depth = 0;
        for (var i = 0; words.At(0, "COPY") && i < words.Count; i++)
        {
            depth += words[i] switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && i > 1 && (words.At(i, "FROM") || words.At(i, "TO")))
            {
                return words.At(i + 1, "STDIN") || words.At(i + 1, "STDOUT") ? words[i].ToUpperInvariant() : null;
            }
        }

        return null;
    }
}
