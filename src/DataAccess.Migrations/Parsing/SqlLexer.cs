using System.Buffers;

namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Cuts a script into tokens by the rules of one database. The tokens, put together, are the script. An unclosed quote or
/// comment is reported where it was opened.
/// </summary>
/// <param name="script">The script.</param>
/// <param name="flavour">The rules that it starts with.</param>
/// <param name="isStatement">Whether it was split before, so that what is not closed under these rules ends with it.</param>
/// <param name="from">Where to begin; null for the start.</param>
/// <remarks>
/// Written by hand because ScriptDom, which reads T-SQL, finds the end of only four of eight statements of these databases. This takes
/// 0.03 of its time for 500 inserts, and 72 bytes where that takes 2.8 MB (scripts/bench --parts, docs/benchmarks.md).
/// </remarks>
internal sealed class SqlLexer(string script, SqlFlavour flavour, bool isStatement = false, ScriptPlace? from = null)
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\f\v");

    /// <summary>The first line of a dump of MariaDB, which is for its client alone.</summary>
    private static readonly string[] SandboxLines = [@"/*M!999999\- enable the sandbox mode */", @"/*!999999\- enable the sandbox mode */"];

    private int _position = from?.Index ?? 0;
    private int _line = from?.Line ?? 1;
    private int _conditional = from?.Conditional ?? 0;
    private bool _isCreate;
    private bool _isFirst = true;
    private bool _isAfterAs;
    private bool _isPlainBits;

    /// <summary>The rules from here on.</summary>
    public SqlFlavour Flavour { get; set; } = flavour;

    /// <summary>What MySQL's DELIMITER set, or null for the semicolon.</summary>
    public string? Delimiter { get; private set; } = from?.Delimiter;

    /// <summary>The place of what is read next.</summary>
    public int Position => _position;

    /// <summary>The line of it.</summary>
    public int Line => _line;

    /// <summary>Whether what is read now stands inside <c>/*! … */</c>.</summary>
    public bool IsInConditional { get; private set; } = from?.Conditional is not null;

    /// <summary>The line of the <c>/*!</c> that is open; null where none is.</summary>
    public int? Conditional => IsInConditional ? _conditional : null;

    /// <exception cref="ScriptException">A quote or comment is not closed.</exception>
    public bool TryRead(out SqlToken token)
    {
        if (_position >= script.Length)
        {
            token = default;
            return IsInConditional && !isStatement ? throw Unclosed(_conditional, "'/*!'", "*/") : false;
        }

        var start = _position;
        var line = _line;
        var kind = Next();
        token = new SqlToken(kind, start, _position - start, line);
        if (kind == SqlTokenKind.ConditionalOpen)
        {
            _conditional = token.Line;
        }

        Remember(token);
        CountLines(start);
        return true;
    }

    /// <summary>Takes the rest of the line.</summary>
    /// <returns>What stood there.</returns>
    public ReadOnlySpan<char> ReadLine()
    {
        var rest = script.AsSpan(_position);
        var end = rest.IndexOf('\n');
        var line = end < 0 ? rest : rest[..end];
        var start = _position;
        _position += line.Length;
        CountLines(start);
        return line;
    }

    /// <summary>Takes the rows of a COPY, from the next line to that of <c>\.</c></summary>
    /// <param name="statement">The line of the COPY.</param>
    /// <exception cref="ScriptException">They are not ended, or something else follows on the line of the COPY.</exception>
    public CopyData ReadData(int statement)
    {
        if (!ReadLine().IsWhiteSpace())
        {
            throw RowsNotBelow(_line);
        }

        var start = _position = Math.Min(_position + 1, script.Length);
        var line = ++_line;
        while (_position < script.Length)
        {
            var rest = script.AsSpan(_position);
            var end = rest.IndexOf('\n');
            var row = end < 0 ? rest : rest[..end];
            if (row is "\\." or "\\.\r")
            {
                var rows = script[start.._position];
                _position += row.Length;
                return new CopyData(start, line, () => new StringReader(rows));
            }

            _position += end < 0 ? rest.Length : end + 1;
            _line++;
        }

        throw RowsNotEnded(statement);
    }

    public static ScriptException RowsNotBelow(int line)
        => new(line, "The rows of COPY … FROM STDIN start on the next line. Put what follows the semicolon below the line of \\. that ends them.");

    public static ScriptException RowsNotEnded(int line) => new(line, "The rows of this COPY … FROM STDIN are not ended by a line of \\. The file may be cut off.");

    /// <summary>Takes the rest of the line after the word DELIMITER.</summary>
    /// <exception cref="ScriptException">It names none.</exception>
    public void ReadDelimiter()
    {
        var line = _line;
        var argument = ReadLine();
        Delimiter = DelimiterLine.Read(argument, line);
        _isFirst = true;
    }

    private SqlTokenKind Next()
    {
        if (Delimiter is not null && At(Delimiter))
        {
            return Take(Delimiter.Length, SqlTokenKind.Delimiter);
        }

        var c = script[_position];
        if (c == '\uFEFF' ? _position == 0 || Flavour.MarkIsBlank : Blanks.Contains(c) && (c != '\v' || Flavour.TabStartsBlank))
        {
            return TakeBlanks();
        }

        if (StartsLineComment())
        {
            return Take(EndOfComment(_position) - _position, SqlTokenKind.Comment);
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
            '\'' => TakeQuoted('\'', Flavour.BackslashEscapes && !_isPlainBits, SqlTokenKind.Text),
            '"' => TakeQuoted('"', Flavour.BackslashEscapes && Flavour.DoubleQuotesAreText, Flavour.DoubleQuotesAreText ? SqlTokenKind.Text : SqlTokenKind.QuotedName),
            '`' when Flavour.HasBackticks => TakeQuoted('`', false, SqlTokenKind.QuotedName),
            '[' when Flavour.HasBracketedNames => TakeBracketed(),
            '$' when (Flavour.HasDollarQuotes || (Flavour.HasDollarBodies && _isCreate && _isAfterAs)) && DollarTag() is { } tag => TakeDollarQuoted(tag),
            '$' when Flavour.HasDollarBodies => TakeWord(),
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
        => (Flavour.HasHashComments && script[_position] == '#')
            || (At("--") && (!Flavour.DashesNeedBlank || _position + 2 == script.Length || script[_position + 2] is <= ' ' or '\u007f'));

    private SqlTokenKind TakeBlockComment()
    {
        if (Flavour.HasConditionalComments && !IsInConditional && (At("/*!") || At("/*M!")))
        {
            if (Array.Find(SandboxLines, At) is { } sandbox)
            {
                return Take(sandbox.Length, SqlTokenKind.Comment);
            }

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
                return isStatement || (Flavour.EndClosesComment && _position + 2 < script.Length)
                    ? Take(script.Length - _position, SqlTokenKind.Comment)
                    : throw Unclosed(line, "comment '/*'", "*/");
            }

            at += next;
            var pair = script.AsSpan(at, 2);
            var opens = Flavour.NestsComments && pair is "/*";
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
                return isStatement ? Take(script.Length - _position, kind) : throw Unclosed(_line, $"quote {quote}", quote.ToString());
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

    /// <summary>
    /// PostgreSQL joins strings that only blanks with a line end and line comments divide, and the first one's escapes hold for the next.
    /// </summary>
    private int? ContinuationAt(int at)
    {
        var hasLineEnd = false;
        while (at < script.Length)
        {
            if (script[at] == '\'')
            {
                return hasLineEnd ? at : null;
            }

            if (script.AsSpan(at).StartsWith("--"))
            {
                at = EndOfComment(at);
            }
            else if (Blanks.Contains(script[at]))
            {
                hasLineEnd |= script[at] is '\r' or '\n';
                at++;
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    private int EndOfComment(int at)
    {
        var rest = script.AsSpan(at);
        var end = Flavour.ReturnEndsComment ? rest.IndexOfAny('\r', '\n') : rest.IndexOf('\n');
        return end < 0 ? script.Length : at + end;
    }

    private SqlTokenKind TakeBracketed()
    {
        var end = script.AsSpan(_position).IndexOf(']');
        return end >= 0 ? Take(end + 1, SqlTokenKind.QuotedName)
            : isStatement ? Take(script.Length - _position, SqlTokenKind.QuotedName)
            : throw Unclosed(_line, "quote [", "]");
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
        return end >= 0 ? Take(end + tag.Length - _position, SqlTokenKind.Text)
            : isStatement ? Take(script.Length - _position, SqlTokenKind.Text)
            : throw Unclosed(_line, $"quote {tag}", tag);
    }

    private SqlTokenKind TakeWord()
    {
        var at = _position;
        while (at < script.Length && (IsWordCharacter(script[at]) || script[at] == '$') && !IsDelimiterAt(at))
        {
            at++;
        }

        var isEscapeString = Flavour.HasEscapeStrings
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

    /// <summary>Notes what decides how the next token is read.</summary>
    private void Remember(SqlToken token)
    {
        _isPlainBits = token.Kind == SqlTokenKind.Word && token.Length == 1 && script[token.Start] is 'b' or 'B' or 'x' or 'X';
        if (!token.IsSignificant || token.Kind is SqlTokenKind.ConditionalOpen or SqlTokenKind.ConditionalClose)
        {
            return;
        }

        _isCreate = _isFirst ? token.IsWord(script, "create") : _isCreate;
        _isAfterAs = token.IsWord(script, "as");
        _isFirst = token.Kind == SqlTokenKind.Delimiter || token.IsSymbol(script, ';');
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

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c >= '\u0080';

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
