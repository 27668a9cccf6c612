namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Finds the inserts whose rows are all written in them. They are known to be short, and nothing in them can be taken for the
/// end of the statement, so that others may follow in the same text.
/// </summary>
internal static class LiteralInsert
{
    /// <summary>Whether the statement is <c>insert into t [(names)] values (literals), …</c> and no more.</summary>
    public static bool Is(string statement, SqlFlavour flavour)
    {
        var words = new StatementWords(statement, flavour, limit: int.MaxValue);
        if (!words.At(0, "INSERT", "INTO") || !IsPlain(statement, flavour))
        {
            return false;
        }

        var at = 3;
        at += words[at] == "." ? 2 : 0;
        if (words[at] == "(")
        {
            at = EndOfNames(words, at);
        }

        return words.At(at, "VALUES") && AreTuples(statement, words, at + 1);
    }

    /// <summary>No comments, and no strings but those that every setting of a server ends at the same place.</summary>
    private static bool IsPlain(string statement, SqlFlavour flavour)
    {
        var lexer = new SqlLexer(statement, flavour, isStatement: true);
        while (lexer.TryRead(out var token))
        {
            var text = token.In(statement);
            if (token.Kind is SqlTokenKind.Comment or SqlTokenKind.ConditionalOpen or SqlTokenKind.ConditionalClose or SqlTokenKind.Delimiter
                || (token.Kind == SqlTokenKind.Text && (text[0] != '\'' || text.Contains('\\'))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The place after the columns' names.</summary>
    private static int EndOfNames(StatementWords words, int open)
    {
        var at = open + 1;
        while (at < words.Count && words[at] != ")")
        {
            at++;
        }

        return at + 1;
    }

    private static bool AreTuples(string statement, StatementWords words, int at)
    {
        var depth = 0;
        for (; at < words.Count; at++)
        {
            var token = words.TokenAt(at);
            if (token.IsSymbol(statement, '(') || token.IsSymbol(statement, ')'))
            {
                depth += words[at] == "(" ? 1 : -1;
                if (depth is < 0 or > 1)
                {
                    return false;
                }
            }
            else if (depth == 0 ? !token.IsSymbol(statement, ',') : !IsPartOfLiteral(statement, token))
            {
                return false;
            }
        }

        return depth == 0;
    }

    private static bool IsPartOfLiteral(string statement, SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Text => true,
        SqlTokenKind.Symbol => statement[token.Start] is ',' or '-' or '+' or '.',
        SqlTokenKind.Word => char.IsAsciiDigit(statement[token.Start])
            || token.IsWord(statement, "NULL") || token.IsWord(statement, "TRUE") || token.IsWord(statement, "FALSE") || token.IsWord(statement, "DEFAULT"),
        _ => false,
    };
}
