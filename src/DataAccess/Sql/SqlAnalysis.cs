namespace DataAccess.Sql;

/// <summary>
/// What a statement's text shows about its effects. It is analyzed once for each statement fingerprint. If in doubt, the answer is
/// the one that only costs time: the statement may write, and it leaves state in the session.
/// </summary>
/// <param name="Verb">The first word, in lower case; empty if there is none.</param>
/// <param name="IsRead">Whether it only reads, as far as its text shows: what a view, an operator or a cast calls is not part of it.</param>
/// <param name="MayDirtySession">Whether it may leave state in the session, as far as its text shows.</param>
/// <param name="IsPreparable">Whether every database can prepare it.</param>
internal readonly record struct SqlAnalysis(string Verb, bool IsRead, bool MayDirtySession, bool IsPreparable)
{
    /// <summary>The analysis of an insert of values that calls no function.</summary>
    public static readonly SqlAnalysis PlainInsert = new("insert", IsRead: false, MayDirtySession: false, IsPreparable: true);

    private static readonly HashSet<string> ReadVerbs = ["select", "values", "table", "with", "show"];

    /// <summary>Statements that leave the session unchanged, apart from the functions they call.</summary>
    private static readonly HashSet<string> CleanVerbs =
        ["select", "values", "explain", "table", "with", "insert", "update", "delete", "replace", "merge", "truncate", "analyze", "show"];

    private static readonly HashSet<string> Definitions = ["create", "alter", "drop", "reindex", "vacuum"];

    /// <summary>Other statements are rare and run unprepared.</summary>
    private static readonly HashSet<string> PreparableVerbs = ["select", "values", "with", "insert", "update", "delete", "replace", "merge"];

    /// <summary>What has a plan on some database.</summary>
    private static readonly HashSet<string> PlannedVerbs = [.. PreparableVerbs, "table", "create", "execute", "declare"];

    /// <summary>
    /// Whether the word explain before a text concerns all of it: it is one statement, of those that have plans. It would otherwise be run, as what
    /// follows a semicolon is, or what follows analyze.
    /// </summary>
    public static bool HasOnePlan(string sql, SqlDialect dialect)
    {
        var tokens = SqlScanner.Scan(sql, dialect.Lexis, out var isUnsure);
        var first = tokens.FindIndex(static t => t.Kind != SqlTokenKind.Open);
        return first >= 0
            && tokens[first].Kind == SqlTokenKind.Word
            && PlannedVerbs.Contains(tokens[first].In(sql).ToString().ToLowerInvariant())
            && !HasSecondStatement(tokens, first)
            && !(isUnsure && sql.Contains(';', StringComparison.Ordinal));
    }

    public static SqlAnalysis Of(string sql, SqlDialect dialect)
    {
        var tokens = SqlScanner.Scan(sql, dialect.Lexis, out var isUnsure);
        var first = tokens.FindIndex(static t => t.Kind is not (SqlTokenKind.Open or SqlTokenKind.Separator));
        if (first < 0 || tokens[first].Kind != SqlTokenKind.Word)
        {
            return new SqlAnalysis("", IsRead: false, MayDirtySession: true, IsPreparable: false);
        }

        var verb = tokens[first].In(sql).ToString().ToLowerInvariant();
        if (HasSecondStatement(tokens, first))
        {
            return new SqlAnalysis(verb, IsRead: false, MayDirtySession: true, IsPreparable: false);
        }

        var isDefinition = Definitions.Contains(verb) && dialect.Lexis.HasFlag(SqlLexis.CleanDefinitions);
        var words = new SqlWords(sql, tokens, first, verb, dialect);
        var isClean = !isUnsure && (isDefinition ? words.IsCleanDefinition : CleanVerbs.Contains(verb) && words.IsClean);
        return new SqlAnalysis(
            verb,
            isClean && ReadVerbs.Contains(verb) && !words.MayWrite,
            !isClean,
            PreparableVerbs.Contains(verb));
    }

    private static bool HasSecondStatement(List<SqlToken> tokens, int first)
    {
        var end = tokens.FindIndex(first, static t => t.Kind == SqlTokenKind.Separator);
        return end >= 0 && tokens.FindIndex(end, static t => t.Kind != SqlTokenKind.Separator) >= 0;
    }
}
