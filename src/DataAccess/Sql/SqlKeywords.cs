namespace DataAccess;

/// <summary>The few questions that are asked of SQL text without parsing it. A wrong answer must only ever cost time.</summary>
internal static class SqlKeywords
{
    /// <summary>Statements that change nothing about a session and nothing in a table. <c>explain analyze</c> runs what it explains.</summary>
    private static readonly string[] ReadVerbs = ["select", "values", "table"];

    /// <summary>Statements that leave the session as they found it. Any other counts as having dirtied it.</summary>
    private static readonly string[] CleanVerbs =
        ["select", "values", "explain", "table", "with", "insert", "update", "delete", "replace", "merge", "truncate", "analyze", "show"];

    /// <summary>Words inside an otherwise clean statement that reach into the session: locks, settings, variables, temporary tables, comments that MySQL runs.</summary>
    private static readonly string[] SessionWords =
        ["advisory", "get_lock", "set_config", "temp", ":=", "/*!", "pg_export_snapshot", "dblink", "release_lock", "setseed"];

    /// <summary>Statements that every database prepares. The others are rare and run as they are.</summary>
    private static readonly string[] PreparableVerbs = ["select", "values", "with", "insert", "update", "delete", "replace", "merge"];

    /// <summary>Whether the text ends with the keyword <c>in</c>, so that a list that follows is expanded.</summary>
    public static bool EndsWithIn(string? text) => EndsWithWord(text, "in");

    /// <summary>Whether the text ends with the keyword <c>not</c>.</summary>
    public static bool EndsWithNot(ReadOnlySpan<char> text) => EndsWithWord(text, "not");

    /// <summary>Whether the statement surely only reads. <c>with</c> may hide an insert, so it does not count.</summary>
    public static bool IsRead(string sql)
        => IsOneOf(FirstWord(sql), ReadVerbs)
        && !HasWord(sql, "for", "update")
        && !HasWord(sql, "into", "")
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

        return HasWord(sql, "into", "@");
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
                // A comment inside a comment ends it on some databases and not on others: then nothing is sure.
                var end = sql.IndexOf("*/");
                sql = end < 0 || sql[2..end].Contains("/*", StringComparison.Ordinal) ? [] : sql[(end + 2)..];
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

    /// <summary>Whether the word occurs, with nothing but blanks between it and what must follow.</summary>
    private static bool HasWord(ReadOnlySpan<char> sql, string word, string next)
    {
        for (int at; (at = sql.IndexOf(word, StringComparison.OrdinalIgnoreCase)) >= 0; sql = sql[(at + word.Length)..])
        {
            var after = sql[(at + word.Length)..];
            if ((at == 0 || !IsWordCharacter(sql[at - 1]))
                && (after.IsEmpty || !IsWordCharacter(after[0]))
                && after.TrimStart().StartsWith(next, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text, string word)
    {
        var trimmed = text.TrimEnd();
        return trimmed.EndsWith(word, StringComparison.OrdinalIgnoreCase)
            && trimmed.Length > word.Length
            && !IsWordCharacter(trimmed[^(word.Length + 1)]);
    }

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
