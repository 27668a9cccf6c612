namespace DataAccess;

/// <summary>The few questions that are asked of SQL text without parsing it. A wrong answer must only ever cost time.</summary>
internal static class SqlKeywords
{
    /// <summary>Statements that change nothing about a session and nothing in a table.</summary>
    private static readonly string[] ReadVerbs = ["select", "values", "explain", "table"];

    /// <summary>Statements that leave the session as they found it. Any other counts as having dirtied it.</summary>
    private static readonly string[] CleanVerbs =
        ["select", "values", "explain", "table", "with", "insert", "update", "delete", "replace", "merge", "truncate", "analyze", "show"];

    /// <summary>Words inside an otherwise clean statement that reach into the session: locks, settings, variables, temporary tables.</summary>
    private static readonly string[] SessionWords =
        ["advisory", "get_lock", "set_config", "temp", ":=", "into @", "pg_export_snapshot", "dblink", "release_lock", "setseed"];

    /// <summary>Statements that every database prepares. The others are rare and run as they are.</summary>
    private static readonly string[] PreparableVerbs = ["select", "values", "with", "insert", "update", "delete", "replace", "merge"];

    /// <summary>Whether the text ends with the keyword <c>in</c>, so that a list that follows is expanded.</summary>
    public static bool EndsWithIn(string? text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        return trimmed.EndsWith("in", StringComparison.OrdinalIgnoreCase)
            && trimmed.Length > 2
            && !IsWordCharacter(trimmed[^3]);
    }

    /// <summary>Whether the text ends with <c>not in</c>.</summary>
    public static bool EndsWithNotIn(string? text)
    {
        var head = text.AsSpan().TrimEnd();
        return EndsWithIn(text) && head[..^2].TrimEnd().EndsWith("not", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the statement surely only reads. <c>with</c> may hide an insert, so it does not count.</summary>
    public static bool IsRead(string sql)
        => IsOneOf(FirstWord(sql), ReadVerbs)
        && !sql.Contains(" for update", StringComparison.OrdinalIgnoreCase)
        && !sql.Contains(" into ", StringComparison.OrdinalIgnoreCase)
        && !HasSecondStatement(sql);

    /// <summary>Whether the statement is one that databases prepare.</summary>
    public static bool IsPreparable(string sql) => IsOneOf(FirstWord(sql), PreparableVerbs) && !HasSecondStatement(sql);

    /// <summary>Whether the statement may leave something behind in the session.</summary>
    public static bool MayDirtySession(string sql)
    {
        if (!IsOneOf(FirstWord(sql), CleanVerbs) || HasSecondStatement(sql))
        {
            return true;
        }

        foreach (var word in SessionWords)
        {
            if (sql.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first word, past blanks, comments and opening brackets.</summary>
    internal static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> sql)
    {
        while (true)
        {
            sql = sql.TrimStart(" \t\r\n(;\uFEFF");
            if (sql.StartsWith("--"))
            {
                var end = sql.IndexOf('\n');
                sql = end < 0 ? [] : sql[end..];
            }
            else if (sql.StartsWith("/*"))
            {
                var end = sql.IndexOf("*/");
                sql = end < 0 ? [] : sql[(end + 2)..];
            }
            else
            {
                break;
            }
        }

        var length = 0;
        while (length < sql.Length && IsWordCharacter(sql[length]))
        {
            length++;
        }

        return sql[..length];
    }

    private static bool HasSecondStatement(ReadOnlySpan<char> sql) => sql.TrimEnd(" \t\r\n;").Contains(';');

    private static bool IsOneOf(ReadOnlySpan<char> word, string[] words)
    {
        foreach (var candidate in words)
        {
            if (word.Equals(candidate, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
