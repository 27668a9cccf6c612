namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Finds the inserts whose rows are all written in them. They are known to be short, and nothing in them can be taken for the
/// end of the statement, so that others may follow in the same text.
/// </summary>
/// <remarks>Every statement of a large file is asked, so the tokens are looked at one by one, and none is kept.</remarks>
internal struct LiteralInsert
{
    private readonly string _statement;
    private Part _part;
    private int _depth;

    private LiteralInsert(string statement) => _statement = statement;

    /// <summary>What comes next.</summary>
    private enum Part
    {
        Insert,
        Into,
        Table,
        AfterSchema,
        AfterTable,
        Names,
        Values,
        Rows,
    }

    /// <summary>Whether the statement is <c>insert into t [(names)] values (literals), …</c> and no more.</summary>
    public static bool Is(string statement, SqlFlavour flavour)
    {
        if (!statement.StartsWith("insert", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var lexer = new SqlLexer(statement, flavour, isStatement: true);
        var insert = new LiteralInsert(statement);
        while (lexer.TryRead(out var token))
        {
            if (token.Kind != SqlTokenKind.Blank && !(insert.IsPlain(token) && insert.Takes(token)))
            {
                return false;
            }
        }

        return insert is { _part: Part.Rows, _depth: 0 };
    }

    /// <summary>No comments, and no strings but those that every setting of a server ends at the same place.</summary>
    private readonly bool IsPlain(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Comment or SqlTokenKind.ConditionalOpen or SqlTokenKind.ConditionalClose or SqlTokenKind.Delimiter => false,
        SqlTokenKind.Text => _statement[token.Start] == '\'' && !token.In(_statement).Contains('\\'),
        _ => true,
    };

    private bool Takes(SqlToken token)
    {
        switch (_part)
        {
            case Part.Insert:
                return Goes(Part.Into, token.IsWord(_statement, "INSERT"));
            case Part.Into:
                return Goes(Part.Table, token.IsWord(_statement, "INTO"));
            case Part.Table or Part.AfterSchema:
                return Goes(_part == Part.Table ? Part.AfterTable : Part.Values, token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName);
            case Part.AfterTable when token.IsSymbol(_statement, '.'):
                return Goes(Part.AfterSchema, true);
            case Part.AfterTable or Part.Values when token.IsSymbol(_statement, '('):
                return Goes(Part.Names, true);
            case Part.Names:
                return Goes(token.IsSymbol(_statement, ')') ? Part.Values : Part.Names, true);
            case Part.AfterTable or Part.Values:
                return Goes(Part.Rows, token.IsWord(_statement, "VALUES"));
            default:
                return TakesRow(token);
        }
    }

    private bool Goes(Part next, bool isRight)
    {
        _part = next;
        return isRight;
    }

    private bool TakesRow(SqlToken token)
    {
        if (token.IsSymbol(_statement, '(') || token.IsSymbol(_statement, ')'))
        {
            _depth += _statement[token.Start] == '(' ? 1 : -1;
            return _depth is 0 or 1;
        }

        return _depth == 0 ? token.IsSymbol(_statement, ',') : IsPartOfLiteral(token);
    }

    private readonly bool IsPartOfLiteral(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Text => true,
        SqlTokenKind.Symbol => _statement[token.Start] is ',' or '-' or '+' or '.',
        SqlTokenKind.Word => char.IsAsciiDigit(_statement[token.Start])
            || token.IsWord(_statement, "NULL") || token.IsWord(_statement, "TRUE") || token.IsWord(_statement, "FALSE") || token.IsWord(_statement, "DEFAULT"),
        _ => false,
    };
}
