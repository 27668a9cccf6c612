using System.Buffers;

namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Cuts a script into tokens by the rules of one database. The tokens, put together, are the script. An unclosed quote or
/// comment is reported where it was opened.
/// </summary>
/// <remarks>
/// Written by hand because ScriptDom, which reads T-SQL, finds the end of only four of eight statements of these databases. This takes
/// 0.03 of its time for 500 inserts, and 72 bytes where that takes 2.8 MB (scripts/bench --parts, docs/benchmarks.md).
/// </remarks>
internal sealed class SqlLexer(string script, SqlFlavour flavour)
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\f\v");

    private int _position;
    private int _line = 1;
    private SqlToken _conditional;

    /// <summary>What MySQL's DELIMITER set, or null for the semicolon.</summary>
    public string? Delimiter { get; private set; }

    /// <summary>Whether what is read now stands inside <c>/*! … */</c>.</summary>
    public bool IsInConditional { get; private set; }

    /// <exception cref="ScriptException">A quote or comment is not closed.</exception>
    public bool TryRead(out SqlToken token)
    {
        if (_position >= script.Length)
        {
            token = default;
            return IsInConditional ? throw Unclosed(_conditional.Line, "'/*!'", "*/") : false;
        }

        var start = _position;
        var line = _line;
        var kind = Next();
        token = new SqlToken(kind, start, _position - start, line);
        if (kind == SqlTokenKind.ConditionalOpen)
        {
            _conditional = token;
        }

        CountLines(start);
        return true;
    }

    /// <summary>Takes the rest of the line after the word DELIMITER.</summary>
    /// <exception cref="ScriptException">It names none.</exception>
    public void ReadDelimiter()
    {
        var rest = script.AsSpan(_position);
        var end = rest.IndexOfAny('\r', '\n');
        var line = end < 0 ? rest : rest[..end];
        var argument = line.Trim();
        var blank = argument.IndexOfAny(Blanks);
        var delimiter = (blank < 0 ? argument : argument[..blank]).ToString();
        if (delimiter.Length == 0)
        {
            throw new ScriptException(_line, "DELIMITER has no argument. Write DELIMITER // or another delimiter on the same line.");
        }

        Delimiter = delimiter == ";" ? null : delimiter;
        _position += line.Length;
    }

    private SqlTokenKind Next()
    {
        if (Delimiter is not null && At(Delimiter))
        {
            return Take(Delimiter.Length, SqlTokenKind.Delimiter);
        }

        var c = script[_position];
        if (Blanks.Contains(c) || (c == '\uFEFF' && _position == 0))
        {
            return TakeBlanks();
        }

        if (StartsLineComment())
        {
            var end = script.AsSpan(_position).IndexOfAny('\r', '\n');
            return Take(end < 0 ? script.Length - _position : end, SqlTokenKind.Comment);
        }

        if (At("/*"))
        {
            return TakeBlockComment();
        }

        if (IsInConditional && At("*/"))
        {
            IsInConditional = false;
            return Take(2, SqlTokenKind.ConditionalClose);
        }

        return c switch
        {
            '\'' => TakeQuoted('\'', flavour.BackslashEscapes, SqlTokenKind.Text),
            '"' => TakeQuoted('"', flavour.BackslashEscapes, flavour.DoubleQuotesAreText ? SqlTokenKind.Text : SqlTokenKind.QuotedName),
            '`' when flavour.HasBackticks => TakeQuoted('`', false, SqlTokenKind.QuotedName),
            '[' when flavour.HasBracketedNames => TakeBracketed(),
            '$' when flavour.HasDollarQuotes && DollarTag() is { } tag => TakeDollarQuoted(tag),
            _ when IsWordCharacter(c) => TakeWord(),
            _ => Take(1, SqlTokenKind.Symbol),
        };
    }

    private SqlTokenKind TakeBlanks()
    {
        var end = script.AsSpan(_position + 1).IndexOfAnyExcept(Blanks);
        return Take(end < 0 ? script.Length - _position : end + 1, SqlTokenKind.Blank);
    }

    private bool StartsLineComment()
        => (flavour.HasHashComments && script[_position] == '#')
            || (At("--") && (!flavour.DashesNeedBlank || _position + 2 == script.Length || script[_position + 2] <= ' '));

    private SqlTokenKind TakeBlockComment()
    {
        if (flavour.HasConditionalComments && !IsInConditional && (At("/*!") || At("/*M!")))
        {
            IsInConditional = true;
            var length = At("/*!") ? 3 : 4;
            while (_position + length < script.Length && char.IsAsciiDigit(script[_position + length]))
            {
                length++;
            }

            return Take(length, SqlTokenKind.ConditionalOpen);
        }

        var line = _line;
        var depth = 1;
        var at = _position + 2;
        while (depth > 0)
        {
            var next = script.AsSpan(at).IndexOfAny('*', '/');
            if (next < 0 || at + next + 1 >= script.Length)
            {
                throw Unclosed(line, "comment '/*'", "*/");
            }

            at += next;
            var pair = script.AsSpan(at, 2);
            var opens = flavour.NestsComments && pair is "/*";
            var closes = pair is "*/";
            depth += opens ? 1 : closes ? -1 : 0;
            at += opens || closes ? 2 : 1;
        }

        return Take(at - _position, SqlTokenKind.Comment);
    }

    private SqlTokenKind TakeQuoted(char quote, bool escapes, SqlTokenKind kind, int prefix = 0)
    {
        var at = _position + prefix + 1;
        while (true)
        {
            var next = at > script.Length ? -1 : script.AsSpan(at).IndexOfAny(quote, '\\');
            if (next < 0)
            {
                throw Unclosed(_line, $"quote {quote}", quote.ToString());
            }

            at += next;
            if (script[at] == '\\')
            {
                at += escapes ? 2 : 1;
            }
            else if (at + 1 < script.Length && script[at + 1] == quote)
            {
                at += 2;
            }
            else if (prefix > 0 && ContinuationAt(at + 1) is { } continuation)
            {
                at = continuation + 1;
            }
            else
            {
                return Take(at + 1 - _position, kind);
            }
        }
    }

    /// <summary>PostgreSQL joins strings that only blanks with a line end divide, and the first one's escapes hold for the next.</summary>
    private int? ContinuationAt(int at)
    {
        var blanks = script.AsSpan(at).IndexOfAnyExcept(Blanks);
        return blanks > 0 && script[at + blanks] == '\'' && script.AsSpan(at, blanks).IndexOfAny('\r', '\n') >= 0 ? at + blanks : null;
    }

    private SqlTokenKind TakeBracketed()
    {
        var end = script.AsSpan(_position).IndexOf(']');
        return end < 0 ? throw Unclosed(_line, "quote [", "]") : Take(end + 1, SqlTokenKind.QuotedName);
    }

    private string? DollarTag()
    {
        var rest = script.AsSpan(_position + 1);
        var length = 0;
        while (length < rest.Length && rest[length] != '$' && IsWordCharacter(rest[length]))
        {
            length++;
        }

        // A tag does not start with a digit: $1 is a parameter.
        var isTag = length < rest.Length && rest[length] == '$' && (length == 0 || !char.IsAsciiDigit(rest[0]));
        return isTag ? script.Substring(_position, length + 2) : null;
    }

    private SqlTokenKind TakeDollarQuoted(string tag)
    {
        var end = script.IndexOf(tag, _position + tag.Length, StringComparison.Ordinal);
        return end < 0 ? throw Unclosed(_line, $"quote {tag}", tag) : Take(end + tag.Length - _position, SqlTokenKind.Text);
    }

    private SqlTokenKind TakeWord()
    {
        var at = _position;
        while (at < script.Length && (IsWordCharacter(script[at]) || script[at] == '$') && !IsDelimiterAt(at))
        {
            at++;
        }

        var isEscapeString = flavour.HasEscapeStrings
            && at == _position + 1
            && script[_position] is 'e' or 'E'
            && at < script.Length
            && script[at] == '\'';
        return isEscapeString ? TakeQuoted('\'', escapes: true, SqlTokenKind.Text, prefix: 1) : Take(at - _position, SqlTokenKind.Word);
    }

    private bool IsDelimiterAt(int at)
        => Delimiter is not null && string.CompareOrdinal(script, at, Delimiter, 0, Delimiter.Length) == 0;

    private bool At(string text) => string.CompareOrdinal(script, _position, text, 0, text.Length) == 0;

    private SqlTokenKind Take(int length, SqlTokenKind kind)
    {
        _position += length;
        return kind;
    }

    private void CountLines(int start)
    {
        var taken = script.AsSpan(start, _position - start);
        foreach (var offset in new LineEnds(taken))
        {
            // A CRLF that two tokens share is counted with its line feed.
            _line += taken[offset] == '\n' || start + offset + 1 >= script.Length || script[start + offset + 1] != '\n' ? 1 : 0;
        }
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c >= '\u0080' && c != '\uFEFF');

    private static ScriptException Unclosed(int line, string what, string close)
        => new(line, $"The {what} opened here is never closed. Close it with {close}");

    /// <summary>The places of carriage returns and line feeds.</summary>
    private ref struct LineEnds(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;

        public int Current { get; private set; } = -1;

        public readonly LineEnds GetEnumerator() => this;

        public bool MoveNext()
        {
            var next = _text[(Current + 1)..].IndexOfAny('\r', '\n');
            Current += next + 1;
            return next >= 0;
        }
    }
}
