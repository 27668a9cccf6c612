using System.Text;

namespace DataAccess.Sql;

/// <summary>A comparison whose left side is a value of which a column may have another text, <c>{id} = column</c>: it is written with the column first.</summary>
internal static class LeadingText
{
    /// <summary>Words after which an operand begins.</summary>
    private static readonly HashSet<string> Starts = new(StringComparer.OrdinalIgnoreCase) { "where", "on", "when", "and", "or", "not", "having", "select" };

    /// <summary>Appends the comparison, if the value is compared for equality with a column that follows.</summary>
    /// <param name="sql">The text before the parameter.</param>
    /// <param name="rest">What follows the parameter.</param>
    /// <param name="index">The parameter's position.</param>
    /// <param name="type">Its type.</param>
    /// <param name="dialect">The dialect.</param>
    /// <returns>Where the parameter begins, and how much of what follows was written; null if nothing was.</returns>
    public static (int Place, int Written)? TryAppend(StringBuilder sql, ReadOnlySpan<SqlSegment> rest, int index, Type type, SqlDialect dialect)
    {
        if (rest.Length == 0 || rest[0] is not { Kind: SqlSegmentKind.Text, Text: { } text } || dialect.OtherTextOf(type, "") is null || !StartsOperand(sql.ToString(), dialect))
        {
            return null;
        }

        var tokens = SqlScanner.Scan(text, dialect.Lexis, out var isUnsure);
        if (isUnsure || Comparison(text, tokens) is not { } comparison || EndOfColumn(text, tokens, comparison.Signs) is not { } end || !(end < tokens.Count ? Ends(text, tokens[end]) : OtherText.MayEnd(rest.Length > 1 ? rest[1] : null, dialect)))
        {
            return null;
        }

        // A quoted name is without its quotes.
        var start = tokens[comparison.Signs].Start - (tokens[comparison.Signs].Kind == SqlTokenKind.Name ? 1 : 0);
        var written = tokens[end - 1].Start + tokens[end - 1].Length + (tokens[end - 1].Kind == SqlTokenKind.Name ? 1 : 0);
        sql.Append(text.AsSpan(start, written - start)).Append(comparison.IsEqual ? " in (" : " not in (");
        var place = sql.Length;
        OtherText.Append(sql, index, type, dialect);
        sql.Append(')');
        return (place, written);
    }

    private static bool StartsOperand(string text, SqlDialect dialect)
    {
        var tokens = SqlScanner.Scan(text, dialect.Lexis, out var isUnsure);
        return !isUnsure && tokens.Count > 0
            && (tokens[^1].Kind == SqlTokenKind.Open || (tokens[^1].Kind == SqlTokenKind.Word && Starts.Contains(tokens[^1].In(text).ToString())));
    }

    /// <summary>How many signs the comparison at the beginning has, and whether it is = and not &lt;&gt;.</summary>
    private static (int Signs, bool IsEqual)? Comparison(string text, List<SqlToken> tokens)
        => tokens.Count < 2 || tokens[0].Kind != SqlTokenKind.Symbol ? null
            : (tokens[0].In(text)[0], tokens[1].Kind == SqlTokenKind.Symbol && tokens[1].Start == tokens[0].Start + 1 ? tokens[1].In(text)[0] : ' ') switch
            {
                ('=', '=') => (2, true),
                ('!', '=') or ('<', '>') => (2, false),
                ('=', ' ') => (1, true),
                _ => null,
            };

    /// <summary>The end of a column's name, which may have a table's before it.</summary>
    private static int? EndOfColumn(string text, List<SqlToken> tokens, int at)
    {
        while (at < tokens.Count && tokens[at].IsName)
        {
            if (at + 1 == tokens.Count || tokens[at + 1].In(text) is not ".")
            {
                return at + 1;
            }

            at += 2;
        }

        return null;
    }

    /// <summary>Whether a token that follows a comparison ends it, and is no operator that binds more tightly.</summary>
    public static bool Ends(string text, in SqlToken token)
        => token.Kind is SqlTokenKind.Close or SqlTokenKind.Separator
        || token.In(text) is ","
        || (token.Kind == SqlTokenKind.Word && !token.In(text).Equals("collate", StringComparison.OrdinalIgnoreCase));
}
