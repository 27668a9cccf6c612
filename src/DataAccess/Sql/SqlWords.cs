namespace DataAccess.Sql;

/// <summary>
/// The words and calls of one statement. A name before an opening parenthesis is a call unless its position shows otherwise, and a
/// call must be of a function that the dialect knows to be harmless.
/// </summary>
internal readonly ref struct SqlWords
{
    private readonly string _sql;
    private readonly List<SqlToken> _tokens;
    private readonly string _verb;

    public SqlWords(string sql, List<SqlToken> tokens, int first, string verb, SqlDialect dialect)
    {
        _sql = sql;
        _tokens = tokens;
        _verb = verb;
        var isHarmless = new SqlCalls(sql, tokens, first, dialect).AreHarmless(out var insertTargets);
        for (var i = first + 1; i < tokens.Count; i++)
        {
            isHarmless &= !ReachesIntoSession(i, insertTargets);
            IsTemporary |= tokens[i].IsName && tokens[i].In(sql).StartsWith("temp", StringComparison.OrdinalIgnoreCase);
            MayWrite |= Writes(i);
            UpdatesSettings |= tokens[i].IsName && tokens[i].In(sql).Equals("pg_settings", StringComparison.OrdinalIgnoreCase);
        }

        MayWrite |= verb is not ("select" or "values" or "table" or "with" or "show");

        // PostgreSQL treats an update of that view as a "set".
        IsClean = isHarmless && !(MayWrite && UpdatesSettings);
    }

    /// <summary>Whether nothing in it may leave state in the session.</summary>
    public bool IsClean { get; }

    /// <summary>Whether it may change rows, or lock them.</summary>
    public bool MayWrite { get; }

    /// <summary>Whether a <c>create</c>, <c>alter</c> or <c>drop</c> applies to an object that outlives the session.</summary>
    public bool IsCleanDefinition => !IsTemporary;

    private bool IsTemporary { get; }

    private bool UpdatesSettings { get; }

    /// <summary>Words that only some statements may contain without affecting the session.</summary>
    private bool ReachesIntoSession(int i, HashSet<int> insertTargets)
        => _tokens[i].Kind == SqlTokenKind.Symbol
            ? _tokens[i].In(_sql) is ":="
            : (Is(i, "into") && !insertTargets.Contains(i))
                || (_verb == "explain" && (Is(i, "execute") || Is(i, "declare") || Is(i, "create") || Is(i, "call")));

    private bool Writes(int i)
        => (Is(i, "insert") || Is(i, "replace") ? !IsOpen(i + 1) : Is(i, "update") || Is(i, "delete") || Is(i, "merge") || Is(i, "into"))
        || (Is(i, "share") && (Is(i - 1, "for") || Is(i - 1, "key") || Is(i - 1, "in")));

    private bool IsOpen(int i) => i < _tokens.Count && _tokens[i].Kind == SqlTokenKind.Open;

    private bool Is(int i, string word) => _tokens[i].Kind == SqlTokenKind.Word && _tokens[i].In(_sql).Equals(word, StringComparison.OrdinalIgnoreCase);
}
