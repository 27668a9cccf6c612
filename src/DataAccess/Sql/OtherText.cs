using System.Text;

namespace DataAccess.Sql;

/// <summary>
/// Comparisons with a value that a database without a type for it may have stored as another text too, such as an identifier in lower case: both
/// texts are compared, as a list, which uses an index.
/// </summary>
internal static class OtherText
{
    /// <summary>Words that make what is left of an equals sign a part of a condition.</summary>
    private static readonly HashSet<string> Conditions = new(StringComparer.OrdinalIgnoreCase)
    {
        "where", "on", "when", "and", "or", "not", "having", "case", "then", "else", "select", "from", "returning", "values", "by",
    };

    /// <summary>Appends a parameter with its comparison in place of the comparison's sign, if it is compared for equality.</summary>
    /// <param name="sql">The text before the parameter.</param>
    /// <param name="next">What follows the parameter; null if it is the last.</param>
    /// <param name="index">The parameter's position.</param>
    /// <param name="type">Its type.</param>
    /// <param name="dialect">The dialect.</param>
    /// <returns>Where the parameter begins; -1 if nothing was appended.</returns>
    public static int TryAppend(StringBuilder sql, SqlSegment? next, int index, Type type, SqlDialect dialect)
    {
        if (dialect.OtherTextOf(type, "") is null)
        {
            return -1;
        }

        var text = sql.ToString();
        var tokens = SqlScanner.Scan(text, dialect.Lexis, out var isUnsure);
        if (!isUnsure && IsListed(text, tokens) && MayEnd(next, dialect))
        {
            var listed = sql.Length;
            Append(sql, index, type, dialect);
            return listed;
        }

        if (isUnsure || Operator(text, tokens) is not { } comparison || IsAssignment(text, tokens, comparison.First - 1) || !MayEnd(next, dialect))
        {
            return -1;
        }

        sql.Length = tokens[comparison.First].Start;
        sql.Append(comparison.IsEqual ? " in (" : " not in (");
        var place = sql.Length;
        Append(sql, index, type, dialect);
        sql.Append(')');
        return place;
    }

    /// <summary>Appends a parameter, and its other text after a comma if it has one.</summary>
    public static void Append(StringBuilder sql, int index, Type type, SqlDialect dialect)
    {
        var start = sql.Length;
        dialect.AppendParameter(sql, index);
        if (dialect.OtherTextOf(type, sql.ToString(start, sql.Length - start)) is { } other)
        {
            sql.Append(", ").Append(other);
        }
    }

    /// <summary>Whether the text ends inside a list after 'in', where the next value stands by itself.</summary>
    private static bool IsListed(string text, List<SqlToken> tokens)
    {
        var at = tokens.Count - 1;
        if (at < 1 || (tokens[at].Kind != SqlTokenKind.Open && tokens[at].In(text) is not ","))
        {
            return false;
        }

        for (var depth = 0; at > 0; at--)
        {
            depth += tokens[at].Kind == SqlTokenKind.Close ? 1 : tokens[at].Kind == SqlTokenKind.Open ? -1 : 0;
            if (depth < 0)
            {
                return tokens[at - 1].Kind == SqlTokenKind.Word && tokens[at - 1].In(text).Equals("in", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }

    /// <summary>The sign at the end of the text, if it is = or ==, or &lt;&gt; or !=.</summary>
    private static (int First, bool IsEqual)? Operator(string text, List<SqlToken> tokens)
    {
        var last = tokens.Count - 1;
        if (last < 1 || tokens[last].Kind != SqlTokenKind.Symbol)
        {
            return null;
        }

        var sign = tokens[last].In(text)[0];
        var before = tokens[last - 1].Kind == SqlTokenKind.Symbol && tokens[last - 1].Start + 1 == tokens[last].Start ? tokens[last - 1].In(text)[0] : ' ';
        return (before, sign) switch
        {
            ('=', '=') => (last - 1, true),
            ('!', '=') or ('<', '>') => (last - 1, false),
            ('<' or '>' or ':', '=') => null,
            (_, '=') => (last, true),
            _ => null,
        };
    }

    private static bool IsAssignment(string text, List<SqlToken> tokens, int at)
    {
        var depth = 0;
        for (; at >= 0; at--)
        {
            depth += tokens[at].Kind == SqlTokenKind.Close ? 1 : tokens[at].Kind == SqlTokenKind.Open ? -1 : 0;
            if (depth < 0)
            {
                return false;
            }

            if (depth == 0 && tokens[at].Kind == SqlTokenKind.Word)
            {
                var word = tokens[at].In(text);
                if (word.Equals("set", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }

                if (Conditions.Contains(word.ToString()))
                {
                    return false;
                }
            }
        }

        // Such as a pragma.
        return true;
    }

    /// <summary>Whether the comparison ends with the parameter, and no operator that binds more tightly takes it.</summary>
    public static bool MayEnd(SqlSegment? next, SqlDialect dialect)
    {
        if (next is not { } segment)
        {
            return true;
        }

        if (segment.Kind != SqlSegmentKind.Text)
        {
            return false;
        }

        var tokens = SqlScanner.Scan(segment.Text!, dialect.Lexis, out var isUnsure);
        return tokens.Count == 0 ? !isUnsure : LeadingText.Ends(segment.Text!, tokens[0]);
    }
}
