namespace DataAccess.Sql;

/// <summary>Parses the statements of a trigger, a function or a view, which run without the text of a statement showing them.</summary>
internal static class RoutineText
{
    /// <summary>Words that affect the session, or run what cannot be parsed here.</summary>
    private static readonly HashSet<string> Reaching =
    [
        "alter", "call", "copy", "create", "deallocate", "discard", "drop", "execute", "handler", "listen", "load", "lock", "prepare", "reset",
        "temp", "temporary", "unlisten", "use", "pg_settings",
    ];

    /// <summary>Whether it is known to leave no state in the session.</summary>
    public static bool IsHarmless(string? source, SqlDialect dialect)
    {
        if (source is null)
        {
            return false;
        }

        var tokens = SqlScanner.Scan(source, dialect.Lexis, out var isUnsure);
        if (isUnsure || tokens.Count == 0)
        {
            return false;
        }

        for (var i = 0; i < tokens.Count; i++)
        {
            if (ReachesIntoSession(source, tokens, i, dialect))
            {
                return false;
            }
        }

        return new SqlCalls(source, tokens, 0, dialect, isRoutine: true).AreHarmless(out _);
    }

    private static bool ReachesIntoSession(string source, List<SqlToken> tokens, int i, SqlDialect dialect)
    {
        if (tokens[i].Kind == SqlTokenKind.Symbol)
        {
            // On MySQL a variable of the session; elsewhere it is an operator. To read one leaves nothing.
            return tokens[i].In(source) is "@" && dialect.Lexis.HasFlag(SqlLexis.MySqlComments) && !IsOnlyRead(source, tokens, i);
        }

        if (!tokens[i].IsName)
        {
            return false;
        }

        var word = tokens[i].In(source).ToString().ToLowerInvariant();
        return Reaching.Contains(word)
            || (word is "do" && SqlCalls.StartsStatement(source, tokens, i))
            || (word is "set" && SqlCalls.StartsStatement(source, tokens, i) && !SetsColumn(source, tokens, i));
    }

    /// <summary>
    /// Whether <c>@name</c> is only read: nothing is assigned to it, as far as the next token shows, which may as well compare it, and no statement puts its result into variables.
    /// </summary>
    private static bool IsOnlyRead(string source, List<SqlToken> tokens, int i)
        => i + 1 < tokens.Count
            && tokens[i + 1].Kind == SqlTokenKind.Word
            && (i == 0 || tokens[i - 1].In(source) is not "@")
            && (i + 2 >= tokens.Count || source[tokens[i + 2].Start] is not ('=' or ':' or '.'))
            && !StoresResults(source, tokens);

    /// <summary>Whether a statement has an <c>into</c> that is not that of an insert: <c>select … into @name</c>, <c>fetch … into</c>.</summary>
    private static bool StoresResults(string source, List<SqlToken> tokens)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (tokens[i].In(source).Equals("into", StringComparison.OrdinalIgnoreCase)
                && tokens[i - 1].In(source).ToString().ToLowerInvariant() is not ("insert" or "replace" or "ignore"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is <c>set new.column</c>, as in a MySQL trigger.</summary>
    private static bool SetsColumn(string source, List<SqlToken> tokens, int i)
        => i + 2 < tokens.Count && tokens[i + 1].In(source).Equals("new", StringComparison.OrdinalIgnoreCase) && tokens[i + 2].In(source) is ".";
}
