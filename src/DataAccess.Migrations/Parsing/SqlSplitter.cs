namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Splits a script into the statements that are sent one by one. Loses nothing: between the statements stand only blanks,
/// comments, terminators, DELIMITER lines, the rows of a COPY and the lines that only a client reads.
/// </summary>
internal sealed class SqlSplitter
{
    private readonly string _script;
    private readonly SqlLexer _lexer;
    private readonly Action<SqlToken, bool>? _onComment;
    private readonly Action<ScriptStatement> _onStatement;
    private readonly Stack<SqlToken> _brackets = new();
    private readonly PlaceCounter _places;
    private readonly ScriptVariables _variables = new();
    private readonly GoLine _go;
    private CompoundBody _body;
    private SqlToken _first;
    private SqlToken _last;
    private bool _isInside;
    private bool _isLeading = true;

    private SqlSplitter(string script, SqlFlavour flavour, Action<ScriptStatement> onStatement, Action<SqlToken, bool>? onComment)
    {
        _script = script;
        _onStatement = onStatement;
        _onComment = onComment;
        _lexer = new SqlLexer(script, flavour);
        _places = new PlaceCounter(script);
        _go = new GoLine(script);
        _body = flavour.BodyOf(script);
    }

    private SqlFlavour Flavour => _lexer.Flavour;

    /// <param name="script">The script.</param>
    /// <param name="flavour">The rules that it starts with.</param>
    /// <param name="onComment">Takes each comment, and whether it stands above the first statement.</param>
    /// <exception cref="ScriptException">A quote, comment, bracket or body is not closed, or the script holds a command of a client program.</exception>
    public static IReadOnlyList<ScriptStatement> Split(string script, SqlFlavour flavour, Action<SqlToken, bool>? onComment = null)
    {
        var statements = new List<ScriptStatement>();
        new SqlSplitter(script, flavour, statements.Add, onComment).Run();
        return statements;
    }

    private void Run()
    {
        while (_lexer.TryRead(out var token))
        {
            if (!token.IsSignificant)
            {
                if (token.Kind == SqlTokenKind.Comment)
                {
                    _onComment?.Invoke(token, _isLeading);
                }

                continue;
            }

            if (Terminates(token))
            {
                End(isTerminated: true);
            }
            else if (_isInside || !IsClientLine(token))
            {
                Add(token);
            }
        }

        ThrowIfOpen();
        End(isTerminated: false);
    }

    private bool Terminates(SqlToken token)
    {
        // A delimiter of the author's own choice is the only end: what stands under it may be of any kind.
        if (_lexer.Delimiter is not null)
        {
            return token.Kind == SqlTokenKind.Delimiter;
        }

        return token.IsSymbol(_script, ';')
            && !_lexer.IsInConditional
            && !_body.IsOpen
            && (_brackets.Count == 0 || !Flavour.BracketsHoldStatements);
    }

    private bool IsClientLine(SqlToken token)
    {
        if (Flavour.HasDelimiterCommand && token.IsWord(_script, "delimiter"))
        {
            _lexer.ReadDelimiter();
            return true;
        }

        if (Flavour.IsIdleLine?.Invoke(_script, token) is true)
        {
            _lexer.ReadLine();
            return true;
        }

        return false;
    }

    private void Add(SqlToken token)
    {
        ClientCommand.Check(_script, Flavour, token, isFirst: !_isInside);
        _go.Accept(token, _isInside ? _last : null, isInBrackets: _brackets.Count > 0);
        if (!_isInside)
        {
            _isInside = true;
            _isLeading = false;
            _first = token;
            _body = Flavour.BodyOf(_script);
        }

        _last = token;
        _body.Accept(token);
        if (token.IsSymbol(_script, '('))
        {
            _brackets.Push(token);
        }
        else if (token.IsSymbol(_script, ')'))
        {
            _brackets.TryPop(out _);
        }
    }

    private void End(bool isTerminated)
    {
        _go.End(isTerminated);
        if (!_isInside)
        {
            return;
        }

        var statement = new ScriptStatement(_first.Start, _first.Line, _script[_first.Start.._last.End], Flavour) { Column = _places.Of(_first.Start).Column };
        ClientCommand.CheckStatement(statement);
        if (Flavour.HasData?.Invoke(statement) is true)
        {
            statement = statement with { Data = _lexer.ReadData(_first.Line) };
        }

        _onStatement(statement);
        _lexer.Flavour = SessionRules.After(statement, _variables);
        _isInside = false;
        _brackets.Clear();
    }

    private void ThrowIfOpen()
    {
        if (!_isInside || _lexer.Delimiter is not null)
        {
            return;
        }

        if (Flavour.BracketsHoldStatements && _brackets.TryPeek(out var bracket))
        {
            throw new ScriptException(bracket.Line, "The bracket ( opened here is never closed. Close it with )");
        }

        if (_body.IsOpen)
        {
            throw new ScriptException(
                _body.OpenedOn, $"The {_body.OpenedBy} that opens a body here is never closed. Close it with END, and each statement in it with a semicolon.");
        }
    }
}
