namespace DataAccess.Analyzers.NameHoles;

/// <summary>The keywords by which <see cref="NamePositions"/> finds its way.</summary>
internal static class ClauseWords
{
    /// <summary>After these a name follows, whatever the statement.</summary>
    public static readonly HashSet<string> BeforeName = Words("join", "into", "update", "table", "truncate", "references");

    /// <summary>After these a name follows in <c>create</c>, <c>alter</c> and <c>drop</c>.</summary>
    public static readonly HashSet<string> BeforeDefinedName
        = Words("index", "view", "schema", "database", "column", "constraint", "sequence", "trigger", "function", "procedure");

    public static readonly HashSet<string> Definitions = Words("create", "alter", "drop");

    /// <summary>These end a list of sort keys, of group keys or of assignments.</summary>
    public static readonly HashSet<string> ListEnds = Words(
        "limit", "offset", "fetch", "for", "having", "union", "intersect", "except", "window", "returning", "rows", "range", "groups", "order", "group", "separator", "where",
        "lock", "into", "from", "on", "with", "procedure");

    /// <summary>These may follow a sort key, at its end.</summary>
    public static readonly HashSet<string> AfterSortKey = Words("asc", "desc", "nulls", "first", "last");

    /// <summary>In these a list in parentheses is the result of a query.</summary>
    public static readonly HashSet<string> QueryStarts = Words("select", "with", "values", "table");

    /// <summary>After these words a value may stand. After any other it may not.</summary>
    public static readonly HashSet<string> Operators = Words(
        "and", "or", "not", "in", "is", "like", "ilike", "rlike", "regexp", "similar", "between", "when", "then", "else", "case", "interval", "distinct", "from", "escape", "div",
        "mod", "xor", "to", "any", "all", "some", "collate", "zone", "binary", "exists", "row", "array", "date", "time", "timestamp", "using", "glob", "match", "by", "of", "sounds",
        "operator", "member", "overlaps");

    private static HashSet<string> Words(params string[] words) => new(words, StringComparer.OrdinalIgnoreCase);
}
