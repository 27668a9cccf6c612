namespace DataAccess.Sql;

/// <summary>
/// Distinguishes the function calls in a statement from other names before a parenthesis: keywords, the table of an
/// insert, the names of <c>with</c>, aliases and types. A name that is not certainly one of these is a call.
/// </summary>
internal readonly ref struct SqlCalls(string sql, List<SqlToken> tokens, int first, SqlDialect dialect, bool isRoutine = false)
{
    /// <summary>Keywords that no database accepts as the name of a function.</summary>
    private static readonly HashSet<string> Keywords =
    [
        "all", "and", "any", "as", "between", "case", "distinct", "else", "exists", "from", "group", "having", "in",
        "lateral", "limit", "not", "on", "or", "row", "select", "then", "to", "union", "using", "values", "when",
        "where", "with",
    ];

    /// <summary>Words that an expression may follow, so that a name after them may be a call.</summary>
    private static readonly HashSet<string> BeforeExpressions =
    [
        "all", "and", "as", "between", "by", "case", "distinct", "else", "end", "except", "from", "having", "ilike", "in", "intersect", "is",
        "like", "limit", "not", "offset", "on", "or", "returning", "select", "set", "similar", "then", "to", "union", "using", "values", "when",
        "where", "div", "mod", "xor", "regexp", "rlike", "glob", "match", "collate", "escape", "interval", "zone", "lateral", "join", "array", "any",
        "some", "row", "default", "if", "isnull", "notnull", "operator", "straight_join", "sql_no_cache", "distinctrow",
    ];

    private static readonly HashSet<string> InsertModifiers =
        ["low_priority", "high_priority", "delayed", "ignore", "or", "abort", "rollback", "fail", "replace"];

    /// <summary>Words with which a statement of a routine may begin, before an expression in parentheses.</summary>
    private static readonly HashSet<string> RoutineVerbs = ["assert", "case", "elseif", "elsif", "if", "perform", "return", "until", "while"];

    /// <summary>Whether a word is one that no database accepts as the name of a function.</summary>
    public static bool IsKeyword(ReadOnlySpan<char> word) => Keywords.Contains(word.ToString().ToLowerInvariant());

    /// <summary>Whether a statement of a routine begins here.</summary>
    public static bool StartsStatement(string sql, List<SqlToken> tokens, int i)
        => i == 0
        || tokens[i - 1].Kind == SqlTokenKind.Separator
        || (tokens[i - 1].Kind == SqlTokenKind.Word && tokens[i - 1].In(sql).ToString().ToLowerInvariant() is "begin" or "then" or "else" or "loop" or "do" or "repeat" or "atomic");

    /// <summary>Whether the statement calls only functions that the dialect knows to be harmless.</summary>
    /// <param name="insertTargets">The positions of <c>into</c> in inserts, and of their tables' names.</param>
    public bool AreHarmless(out HashSet<int> insertTargets)
    {
        insertTargets = [];
        var groups = new Stack<Group>();
        var group = default(Group);
        var closed = default(Group);
        var isHarmless = true;
        for (var i = first; i < tokens.Count; i++)
        {
            switch (tokens[i].Kind)
            {
                case SqlTokenKind.Open:
                    groups.Push(group with { EndsInCall = false });
                    group = new Group { IsQuery = IsAny(i + 1, "select", "values", "with", "table"), IsCall = group.EndsInCall };
                    break;
                case SqlTokenKind.Close:
                    closed = group;
                    group = groups.Count > 0 ? groups.Pop() : default;
                    break;
                case SqlTokenKind.Word or SqlTokenKind.Name:
                    group.EndsInCall = false;
                    Enter(i, ref group, insertTargets);
                    if (KindOf(i + 1) == SqlTokenKind.Open && !insertTargets.Contains(i) && !IsNoCall(i, group, closed))
                    {
                        group.EndsInCall = true;
                        isHarmless &= IsHarmless(i);
                    }
                    else if (IsDot(i - 1) && i >= 2 && !IsIdentifier(i - 2) && IsIdentifier(i))
                    {
                        // A field of a value, or in PostgreSQL a function call on it: '(7::bigint).pg_advisory_lock' takes a lock.
                        isHarmless &= dialect.IsHarmless(NameAt(i));
                    }

                    break;
            }
        }

        return isHarmless;
    }

    /// <summary>Tracks where <c>with</c> begins and ends, and the names in an insert.</summary>
    private void Enter(int i, ref Group group, HashSet<int> insertTargets)
    {
        var isStart = i == first || KindOf(i - 1) == SqlTokenKind.Open || IsAny(i - 1, "explain", "analyze", "verbose")
            || (isRoutine && StartsStatement(sql, tokens, i));
        if (IsAny(i, "with"))
        {
            group.IsInWith = isStart;
        }
        else if (IsAny(i, "select", "insert", "update", "delete", "merge", "values", "table", "replace"))
        {
            if ((isStart || (KindOf(i - 1) == SqlTokenKind.Close && group.IsInWith)) && IsAny(i, "insert", "replace", "merge") && KindOf(i + 1) != SqlTokenKind.Open)
            {
                AddInsertTarget(i + 1, insertTargets);
            }

            group.IsInWith = false;
        }
    }

    private void AddInsertTarget(int i, HashSet<int> insertTargets)
    {
        while (KindOf(i) == SqlTokenKind.Word && InsertModifiers.Contains(Lower(i)))
        {
            i++;
        }

        if (IsAny(i, "into"))
        {
            insertTargets.Add(i++);
        }

        while (IsDot(i + 1))
        {
            i += 2;
        }

        insertTargets.Add(i);
    }

    /// <summary>Whether a name before a parenthesis is certainly not a call.</summary>
    private bool IsNoCall(int i, in Group group, in Group closed)
    {
        var start = StartOf(i);
        if (IsAny(start - 1, "as") || IsSymbol(start - 1, "::"))
        {
            return true;
        }

        if (start != i)
        {
            return false;
        }

        var afterBracket = KindOf(i - 1) == SqlTokenKind.Close;
        return (tokens[i].Kind == SqlTokenKind.Word && IsKeyword(i, afterBracket))
            || (group.IsInWith && (IsAny(i - 1, "with", "recursive") || IsSymbol(i - 1, ",")))
            || (afterBracket && (closed.IsQuery || closed.IsCall))
            || (IsAny(i - 1, "ordinality") && IsAny(i - 2, "with"));
    }

    private bool IsKeyword(int i, bool afterBracket) => Lower(i) switch
    {
        var word when Keywords.Contains(word) => true,
        var word when isRoutine && RoutineVerbs.Contains(word) && StartsStatement(sql, tokens, i) => true,
        var word when i == first => word is "explain" or "table" or "insert" or "update" or "delete",
        "over" => afterBracket || IsAny(i - 1, "nulls"),
        "filter" => afterBracket,
        "by" => IsAny(i - 1, "order", "group", "partition"),
        "sets" => IsAny(i - 1, "grouping"),
        "materialized" => IsAny(i - 1, "not") && IsAny(i - 2, "as"),
        "conflict" => IsAny(i - 1, "on"),
        "join" or "set" or "ilike" or "offset" or "returning" or "except" or "intersect" => FollowsOperand(i),
        "insert" => IsAny(i - 1, "then") && IsAny(i - 2, "matched", "target", "source"),
        "analyze" or "verbose" => IsAny(i - 1, "explain"),
        _ => false,
    };

    /// <summary>Whether the preceding token is a value or a table, after which there can be no call.</summary>
    private bool FollowsOperand(int i) => KindOf(i - 1) switch
    {
        SqlTokenKind.Close or SqlTokenKind.Name or SqlTokenKind.Text => true,
        SqlTokenKind.Word => !BeforeExpressions.Contains(Lower(i - 1)),
        _ => false,
    };

    private bool IsHarmless(int i)
    {
        var start = StartOf(i);
        if (start != i && (IsDot(start - 1) || start != i - 2 || dialect.BuiltInSchema is not { } schema || !string.Equals(NameAt(start), schema, StringComparison.Ordinal)))
        {
            return false;
        }

        var name = NameAt(i);
        return dialect.IsHarmless(name) || (KindOf(i + 2) == SqlTokenKind.Close && dialect.IsHarmless(name + "()"));
    }

    /// <summary>The first part of a dotted name.</summary>
    private int StartOf(int i)
    {
        while (IsDot(i - 1) && i >= 2 && tokens[i - 2].IsName)
        {
            i -= 2;
        }

        // A dot after anything else is part of something that cannot be classified.
        return IsDot(i - 1) ? i - 1 : i;
    }

    /// <summary>Whether it is a name, and not a number or a parameter.</summary>
    private bool IsIdentifier(int i) => tokens[i].IsName && !char.IsAsciiDigit(tokens[i].In(sql)[0]);

    private string NameAt(int i)
        => tokens[i].Kind == SqlTokenKind.Name && !dialect.Lexis.HasFlag(SqlLexis.CaseInsensitiveFunctions)
            ? tokens[i].In(sql).ToString()
            : Lower(i);

    private string Lower(int i) => tokens[i].In(sql).ToString().ToLowerInvariant();

    private SqlTokenKind? KindOf(int i) => i >= 0 && i < tokens.Count ? tokens[i].Kind : null;

    private bool IsDot(int i) => IsSymbol(i, ".");

    private bool IsSymbol(int i, string symbol) => KindOf(i) == SqlTokenKind.Symbol && tokens[i].In(sql).SequenceEqual(symbol);

    private bool IsAny(int i, params ReadOnlySpan<string> words)
    {
        if (KindOf(i) != SqlTokenKind.Word)
        {
            return false;
        }

        foreach (var word in words)
        {
            if (tokens[i].In(sql).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The tokens between two parentheses, or the whole statement.</summary>
    private record struct Group
    {
        /// <summary>Whether it is a query in parentheses.</summary>
        public bool IsQuery { get; init; }

        /// <summary>Whether it contains the arguments of a call.</summary>
        public bool IsCall { get; init; }

        /// <summary>Whether it is still in the list of names of a <c>with</c>.</summary>
        public bool IsInWith { get; set; }

        /// <summary>Whether the last token is the name of a function.</summary>
        public bool EndsInCall { get; set; }
    }
}
