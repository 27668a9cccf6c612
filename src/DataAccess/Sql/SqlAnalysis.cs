namespace DataAccess.Sql;

/// <summary>
/// What a statement's text says of what it does. It is read once for each shape of statement. Where it is unsure the answer is
/// the one that only costs time: it may write, and it leaves something in the session.
/// </summary>
/// <param name="Verb">The first word, in lower case; empty where there is none.</param>
/// <param name="IsRead">Whether it only reads, as far as its text goes: what a view, an operator or a cast calls is not in it.</param>
/// <param name="MayDirtySession">Whether it may leave something in the session, as far as its text goes.</param>
/// <param name="IsPreparable">Whether it is one that every database prepares.</param>
internal readonly record struct SqlAnalysis(string Verb, bool IsRead, bool MayDirtySession, bool IsPreparable)
{
    /// <summary>What an insert of values is that calls nothing.</summary>
    public static readonly SqlAnalysis PlainInsert = new("insert", IsRead: false, MayDirtySession: false, IsPreparable: true);

    private static readonly HashSet<string> ReadVerbs = ["select", "values", "table", "with", "show"];

    /// <summary>Statements that leave the session as they found it, but for what they call.</summary>
    private static readonly HashSet<string> CleanVerbs =
        ["select", "values", "explain", "table", "with", "insert", "update", "delete", "replace", "merge", "truncate", "analyze", "show"];

    private static readonly HashSet<string> Definitions = ["create", "alter", "drop", "reindex", "vacuum"];

    /// <summary>The others are rare and run as they are.</summary>
    private static readonly HashSet<string> PreparableVerbs = ["select", "values", "with", "insert", "update", "delete", "replace", "merge"];

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
