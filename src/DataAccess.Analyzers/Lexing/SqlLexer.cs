using DataAccess.Analyzers.Statements;

namespace DataAccess.Analyzers.Lexing;

/// <summary>
/// Splits a statement's text into tokens as all four databases do. Which one will run it is not known here, so it ends with
/// <see cref="SqlTokenKind.Unsure"/> where they differ: after <c>\'</c> (escaped on MySQL and MariaDB, elsewhere the end of the text), at
/// <c>/*!</c>, at a comment in a comment, and where a quote or comment has no end.
/// </summary>
internal sealed class SqlLexer
{
    private readonly string _sql;
    private readonly List<SqlToken> _tokens = [];
    private int _at;

    private SqlLexer(string sql) => _sql = sql;

    public static IReadOnlyList<SqlToken> Lex(string sql)
    {
        var lexer = new SqlLexer(sql);
        while (lexer._at < sql.Length && lexer.Next())
        {
        }

        return lexer._tokens;
    }

    /// <summary>Reads a token or skips blanks; false where the rest is not sure.</summary>
    private bool Next()
    {
        switch (_sql[_at])
        {
            case var c when char.IsWhiteSpace(c):
                _at++;
                return true;
            case StatementText.HoleMark:
                return Add(SqlTokenKind.Hole, 1);
            case '(':
                return Add(SqlTokenKind.Open, 1);
            case ')':
                return Add(SqlTokenKind.Close, 1);
            case ',':
                return Add(SqlTokenKind.Comma, 1);
            case ';':
                return Add(SqlTokenKind.Separator, 1);
            case '\'':
                return Quoted(SqlTokenKind.Text, _at, backslashes: false);
            case 'e' or 'E' when At(_at + 1) == '\'':
                return Quoted(SqlTokenKind.Text, _at + 1, backslashes: true);
            case '"' or '`':
                return Quoted(SqlTokenKind.Name, _at, backslashes: false);
            case '-' when At(_at + 1) == '-':
                return IsBlank(_at + 2) ? LineComment() : PerhapsComment();
            case '#':
                return PerhapsComment();
            case '/' when At(_at + 1) == '*':
                return BlockComment();
            case '$':
                return Dollar();
            case var c when IsWordCharacter(c):
                return Word();
            default:
                return Add(SqlTokenKind.Symbol, 1);
        }
    }

    private bool Word()
    {
        var length = 1;
        while (IsWordCharacter(At(_at + length)))
        {
            length++;
        }

        return Add(SqlTokenKind.Word, length);
    }

    private bool Quoted(SqlTokenKind kind, int open, bool backslashes)
    {
        var quote = _sql[open];
        for (var i = open + 1; i < _sql.Length; i++)
        {
            if (_sql[i] == '\\' && quote != '`')
            {
                if (!backslashes && At(i + 1) == quote)
                {
                    return Unsure();
                }

                // Two backslashes, or one before anything else than the quote, end the text nowhere.
                i += backslashes || At(i + 1) == '\\' ? 1 : 0;
            }
            else if (_sql[i] == quote)
            {
                if (At(i + 1) != quote)
                {
                    return Add(kind, i + 1 - _at);
                }

                i++;
            }
        }

        return Unsure();
    }

    private bool LineComment()
    {
        var end = EndOfLine();
        return _sql.IndexOf('\r', _at, end - _at) is var lone && lone >= 0 && lone < end - 1 ? Unsure() : Add(SqlTokenKind.Comment, end - _at);
    }

    /// <summary>A comment on some databases and an operator on others: the rest of the line is one symbol, if both go on after it in the same way.</summary>
    private bool PerhapsComment()
    {
        var end = EndOfLine();
        return _sql.IndexOfAny(['\'', '"', '`', '$', '/', '(', ')', ';', '\r'], _at, end - _at) >= 0 ? Unsure() : Add(SqlTokenKind.Symbol, end - _at);
    }

    private bool BlockComment()
    {
        var end = _sql.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        var isRun = At(_at + 2) == '!' || (At(_at + 2) == 'M' && At(_at + 3) == '!');
        return end < 0 || isRun || _sql.IndexOf("/*", _at + 2, end - _at - 2, StringComparison.Ordinal) >= 0
            ? Unsure()
            : Add(SqlTokenKind.Comment, end + 2 - _at);
    }

    /// <summary>A text between two equal tags, which only PostgreSQL has; otherwise the mark of a parameter.</summary>
    private bool Dollar()
    {
        var length = 1;
        while (IsWordCharacter(At(_at + length)) && At(_at + length) != '$')
        {
            length++;
        }

        if (At(_at + length) != '$' || char.IsDigit(At(_at + 1)))
        {
            return Add(SqlTokenKind.Symbol, length);
        }

        var tag = _sql.Substring(_at, length + 1);
        var end = _sql.IndexOf(tag, _at + tag.Length, StringComparison.Ordinal);
        return end < 0 ? Unsure() : Add(SqlTokenKind.Text, end + tag.Length - _at);
    }

    private bool Add(SqlTokenKind kind, int length)
    {
        _tokens.Add(new SqlToken(kind, _at, length));
        _at += length;
        return true;
    }

    private bool Unsure()
    {
        _tokens.Add(new SqlToken(SqlTokenKind.Unsure, _at, _sql.Length - _at));
        return false;
    }

    private int EndOfLine() => _sql.IndexOf('\n', _at) is var end && end >= 0 ? end : _sql.Length;

    private bool IsBlank(int index) => index >= _sql.Length || char.IsWhiteSpace(_sql[index]);

    private char At(int index) => index < _sql.Length ? _sql[index] : '\0';

    /// <summary>Any character outside ASCII may be part of a name on some database.</summary>
    private static bool IsWordCharacter(char c)
        => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '$' or (>= '\u0080' and not StatementText.HoleMark);
}
