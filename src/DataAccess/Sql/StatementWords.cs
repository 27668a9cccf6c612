namespace DataAccess;

/// <summary>
/// Gives the statements of a text as their words: in lower case, without what stands in quotes and comments. A reader of
/// beginnings, not a parser.
/// </summary>
internal ref struct StatementWords(ReadOnlySpan<char> sql, SqlLexis lexis)
{
    /// <summary>Further words tell nothing more about a statement.</summary>
    private const int MaxWords = 64;

    private readonly ReadOnlySpan<char> _sql = sql;
    private int _at = 0;

    /// <summary>The words of the statement that <see cref="MoveNext"/> found, at least one.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Goes to the next statement that has a word; false at the end of the text.</summary>
    public bool MoveNext()
    {
        Words.Clear();
        while (_at < _sql.Length)
        {
            var c = _sql[_at];
            if (c == ';')
            {
                _at++;
                if (Words.Count > 0)
                {
                    return true;
                }
            }
            else if (IsWordCharacter(c))
            {
                TakeWord();
            }
            else
            {
                Skip(c);
            }
        }

        return Words.Count > 0;
    }

    private void TakeWord()
    {
        var start = _at;
        while (_at < _sql.Length && (IsWordCharacter(_sql[_at]) || (_sql[_at] == '$' && _at > start)))
        {
            _at++;
        }

        var word = _sql[start.._at];
        if (_at < _sql.Length && _sql[_at] == '\'' && lexis.HasFlag(SqlLexis.DollarQuotes) && word is "e" or "E")
        {
            SkipQuoted('\'', withBackslash: true);
        }
        else if (Words.Count < MaxWords)
        {
            Words.Add(word.ToString().ToLowerInvariant());
        }
    }

    private void Skip(char c)
    {
        var rest = _sql[_at..];
        if (rest.StartsWith("--") || (c == '#' && lexis.HasFlag(SqlLexis.MySqlComments)))
        {
            SkipPast(rest.IndexOf('\n'), 1);
        }
        else if (rest.StartsWith("/*!") && lexis.HasFlag(SqlLexis.MySqlComments))
        {
            SkipVersion(3);
        }
        else if (rest.StartsWith("/*M!") && lexis.HasFlag(SqlLexis.MySqlComments))
        {
            SkipVersion(4);
        }
        else if (rest.StartsWith("/*"))
        {
            SkipComment();
        }
        else if (c is '\'' or '"' or '`')
        {
            SkipQuoted(c, c != '`' && lexis.HasFlag(SqlLexis.BackslashEscapes));
        }
        else if (c == '$' && lexis.HasFlag(SqlLexis.DollarQuotes) && DollarTag(rest) is { Length: > 0 } tag)
        {
            _at += tag.Length;
            SkipPast(_sql[_at..].IndexOf(tag, StringComparison.Ordinal), tag.Length);
        }
        else
        {
            _at++;
        }
    }

    /// <summary>Skips what opens a comment that is run, and the version that it is run from.</summary>
    private void SkipVersion(int opening)
    {
        _at += opening;
        while (_at < _sql.Length && char.IsAsciiDigit(_sql[_at]))
        {
            _at++;
        }
    }

    private void SkipComment()
    {
        var depth = 0;
        do
        {
            var rest = _sql[_at..];
            if (rest.StartsWith("/*") && (depth == 0 || lexis.HasFlag(SqlLexis.NestedComments)))
            {
                depth++;
                _at += 2;
            }
            else if (rest.StartsWith("*/"))
            {
                depth--;
                _at += 2;
            }
            else
            {
                _at++;
            }
        }
        while (depth > 0 && _at < _sql.Length);
    }

    private void SkipQuoted(char quote, bool withBackslash)
    {
        for (_at++; _at < _sql.Length; _at++)
        {
            if (_sql[_at] == '\\' && withBackslash)
            {
                _at++;
            }
            else if (_sql[_at] == quote)
            {
                // A doubled quote opens another text at once, which comes to the same.
                _at++;
                return;
            }
        }

        _at = Math.Min(_at, _sql.Length);
    }

    private void SkipPast(int found, int length) => _at = found < 0 ? _sql.Length : _at + found + length;

    /// <summary>The <c>$tag$</c> that a text starts with, or nothing where it is a parameter.</summary>
    private static ReadOnlySpan<char> DollarTag(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && IsWordCharacter(text[length]) && !(length == 1 && char.IsAsciiDigit(text[length])))
        {
            length++;
        }

        return length < text.Length && text[length] == '$' ? text[..(length + 1)] : [];
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
