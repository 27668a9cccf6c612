using System.Text.RegularExpressions;

namespace DataAccess.Sql;

/// <summary>
/// Splits a statement's text into words, names, string literals and symbols, as one database does. If databases, or two settings of one,
/// would split it differently, it says so: <see cref="IsUnsure"/>.
/// </summary>
/// <remarks>
/// Written by hand because ScriptDom, which reads T-SQL, finds the end of only four of eight statements of these databases. This takes
/// 0.04 of its time, and 1,088 bytes where that takes 39,568 (scripts/bench --parts, docs/benchmarks.md).
/// </remarks>
internal ref partial struct SqlScanner(string sql, SqlLexis lexis, SqlVersions? versions = null)
{
    private readonly ReadOnlySpan<char> _sql = sql;
    private int _at;

    /// <summary>Whether the text may be read as other tokens than these.</summary>
    public bool IsUnsure { get; private set; }

    /// <param name="sql">The text.</param>
    /// <param name="lexis">The database's lexical rules.</param>
    /// <param name="isUnsure">Whether the text may be read as other tokens than these.</param>
    /// <param name="versions">Which of the comments that only some servers run are skipped; null for none.</param>
    public static List<SqlToken> Scan(string sql, SqlLexis lexis, out bool isUnsure, SqlVersions? versions = null)
    {
        var scanner = new SqlScanner(sql, lexis, versions);
        var tokens = new List<SqlToken>();
        while (scanner.TryNext(out var token))
        {
            tokens.Add(token);
        }

        isUnsure = scanner.IsUnsure;
        return tokens;
    }

    private bool TryNext(out SqlToken token)
    {
        SkipBlanks();
        if (_at >= _sql.Length)
        {
            token = default;
            return false;
        }

        token = _sql[_at] switch
        {
            '(' => Sign(SqlTokenKind.Open),
            ')' => Sign(SqlTokenKind.Close),
            ';' => Sign(SqlTokenKind.Separator),
            '\'' => Quoted(SqlTokenKind.Text, '\'', Has(SqlLexis.BackslashEscapes), mayDiffer: Has(SqlLexis.BackslashEscapes)),
            '"' => Quoted(SqlTokenKind.Name, '"', Has(SqlLexis.BackslashEscapes), mayDiffer: Has(SqlLexis.BackslashEscapes)),
            '`' => Quoted(SqlTokenKind.Name, '`'),
            '[' when Has(SqlLexis.Brackets) => Quoted(SqlTokenKind.Name, ']'),
            '$' when Has(SqlLexis.DollarQuotes) => Dollar(),
            var c when IsWordCharacter(c) => Word(),
            ':' when _at + 1 < _sql.Length && _sql[_at + 1] is ':' or '=' => Sign(SqlTokenKind.Symbol, 2),
            _ => Sign(SqlTokenKind.Symbol),
        };
        return true;
    }

    private readonly bool Has(SqlLexis part) => lexis.HasFlag(part);

    private SqlToken Sign(SqlTokenKind kind, int length = 1)
    {
        IsUnsure |= _sql[_at] == '\0';
        _at += length;
        return new SqlToken(kind, _at - length, length);
    }

    private SqlToken Word()
    {
        var start = _at;
        while (_at < _sql.Length && IsWordCharacter(_sql[_at]))
        {
            _at++;
        }

        var word = _sql[start.._at];
        if (word is "e" or "E" && Has(SqlLexis.DollarQuotes) && _at < _sql.Length && _sql[_at] == '\'')
        {
            return Quoted(SqlTokenKind.Text, '\'', escapes: true);
        }

        // Some servers read "1into" as a number and a keyword.
        IsUnsure |= char.IsAsciiDigit(word[0]) && !Number().IsMatch(word);
        return new SqlToken(SqlTokenKind.Word, start, _at - start);
    }

    /// <param name="kind">The kind of the token.</param>
    /// <param name="end">The quote that ends it.</param>
    /// <param name="escapes">Whether a backslash keeps a quote from ending it.</param>
    /// <param name="mayDiffer">Whether a session setting may disable that.</param>
    private SqlToken Quoted(SqlTokenKind kind, char end, bool escapes = false, bool mayDiffer = false)
    {
        var start = ++_at;
        for (; _at < _sql.Length; _at++)
        {
            var c = _sql[_at];
            if (c == '\\' && escapes)
            {
                // Two backslashes, or one before anything except a quote, do not end the literal with either setting.
                _at++;
                IsUnsure |= mayDiffer && _at < _sql.Length && _sql[_at] == end;
            }
            else if (c == end)
            {
                if (_at + 1 >= _sql.Length || _sql[_at + 1] != end)
                {
                    return new SqlToken(kind, start, _at++ - start);
                }

                _at++;
            }
        }

        IsUnsure = true;
        return new SqlToken(kind, start, _sql.Length - start);
    }

    /// <summary>A parameter, <c>$1</c>, or a string literal between two equal tags.</summary>
    private SqlToken Dollar()
    {
        var start = _at;
        var tag = 1;
        if (_at + 1 < _sql.Length && char.IsAsciiDigit(_sql[_at + 1]))
        {
            while (_at + tag < _sql.Length && char.IsAsciiDigit(_sql[_at + tag]))
            {
                tag++;
            }

            _at += tag;
            return new SqlToken(SqlTokenKind.Word, start + 1, tag - 1);
        }

        while (_at + tag < _sql.Length && IsWordCharacter(_sql[_at + tag]) && _sql[_at + tag] != '$')
        {
            tag++;
        }

        if (_at + tag >= _sql.Length || _sql[_at + tag] != '$')
        {
            IsUnsure = true;
            _at += tag;
            return new SqlToken(SqlTokenKind.Text, start, tag);
        }

        var mark = _sql.Slice(_at, tag + 1);
        var body = _at + mark.Length;
        var length = _sql[body..].IndexOf(mark);
        IsUnsure |= length < 0;
        length = length < 0 ? _sql.Length - body : length;
        _at = Math.Min(_sql.Length, body + length + mark.Length);
        return new SqlToken(SqlTokenKind.Text, body, length);
    }

    private void SkipBlanks()
    {
        for (var rest = _sql[_at..]; !rest.IsEmpty; rest = _sql[_at..])
        {
            if (rest[0] is ' ' or '\t' or '\r' or '\n' or '\f' or '\v' || (rest[0] == '\uFEFF' && _at == 0))
            {
                _at++;
            }
            else if (StartsLineComment(rest))
            {
                SkipLine(rest);
            }
            else if (Has(SqlLexis.MySqlComments) && (rest.StartsWith("/*!") || rest.StartsWith("/*M!")))
            {
                SkipVersion(rest);
            }
            else if (rest.StartsWith("/*"))
            {
                SkipComment(Has(SqlLexis.NestedComments));
            }
            else
            {
                return;
            }
        }
    }

    private readonly bool StartsLineComment(ReadOnlySpan<char> rest)
        => Has(SqlLexis.MySqlComments)
            ? rest[0] == '#' || (rest.StartsWith("--") && (rest.Length == 2 || rest[2] <= ' '))
            : rest.StartsWith("--");

    private void SkipLine(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('\n');
        var comment = end < 0 ? rest : rest[..end];

        // A lone carriage return ends the comment on PostgreSQL, but not elsewhere; its author may have meant either.
        var carriageReturn = comment.TrimEnd('\r').IndexOf('\r');
        IsUnsure |= carriageReturn >= 0;
        _at += carriageReturn >= 0 && Has(SqlLexis.DollarQuotes) ? carriageReturn : comment.Length;
    }

    /// <summary>Skips the opening of a comment that is run, and its minimum version; or the whole comment, for a server that does not run it.</summary>
    private void SkipVersion(ReadOnlySpan<char> rest)
    {
        IsUnsure = true;
        var length = rest.IndexOf('!') + 1;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        if (versions?.Skips(rest[..length]) == true)
        {
            SkipComment(nests: true);
        }
        else
        {
            _at += length;
        }
    }

    private void SkipComment(bool nests)
    {
        var depth = 0;
        while (_at < _sql.Length)
        {
            if (_sql[_at..].StartsWith("/*"))
            {
                // If comments do not nest, the first end also ends this one; its author meant otherwise.
                IsUnsure |= depth > 0 && !nests;
                depth++;
                _at += 2;
            }
            else if (_sql[_at..].StartsWith("*/"))
            {
                _at += 2;
                if (--depth == 0 || !nests)
                {
                    return;
                }
            }
            else
            {
                _at++;
            }
        }

        IsUnsure = true;
    }

    /// <summary>Any non-ASCII character may be part of a name on some database.</summary>
    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || c >= '\u0080';

    [GeneratedRegex("^(?:[0-9][0-9_]*(?:[eE][0-9]*)?|0[xXoObB][0-9a-fA-F_]*)$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();
}
