namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Splits a script into the statements that are sent one by one. Loses nothing: between the statements stand only blanks,
/// comments, terminators and DELIMITER lines.
/// </summary>
internal sealed class SqlSplitter
{
    private readonly string _script;
    private readonly SqlFlavour _flavour;
    private readonly SqlLexer _lexer;
    private readonly List<ScriptStatement> _statements = [];
    private readonly Stack<SqlToken> _brackets = new();
    private readonly PlaceCounter _places;
    private CompoundBody _body;
    private SqlToken _first;
    private SqlToken _last;
    private bool _isInside;

    private SqlSplitter(string script, SqlFlavour flavour)
    {
        _script = script;
        _flavour = flavour;
        _lexer = new SqlLexer(script, flavour);
        _places = new PlaceCounter(script);
        _body = flavour.BodyOf(script);
    }

    /// <exception cref="ScriptException">A quote, comment, bracket or body is not closed, or the script holds a command of a client program.</exception>
    public static IReadOnlyList<ScriptStatement> Split(string script, SqlFlavour flavour) => new SqlSplitter(script, flavour).Run();

    private List<ScriptStatement> Run()
    {
        while (_lexer.TryRead(out var token))
        {
            if (!token.IsSignificant)
            {
                continue;
            }

            if (Terminates(token))
            {
                End();
            }
            else if (_isInside || !IsClientLine(token))
            {
                Add(token);
            }
        }

        ThrowIfOpen();
        End();
        return _statements;
    }

    private bool Terminates(SqlToken token)
    {
        if (token.Kind == SqlTokenKind.Delimiter)
        {
            return true;
        }

        if (!token.IsSymbol(_script, ';') || _brackets.Count > 0 || _lexer.IsInConditional)
        {
            return false;
        }

        // A DELIMITER is only about statements that have semicolons inside, and its author knows where those end.
        return _lexer.Delimiter is null ? !_body.IsOpen : !_body.IsCompound;
    }

    private bool IsClientLine(SqlToken token)
    {
        if (_flavour.HasDelimiterCommand && token.IsWord(_script, "delimiter"))
        {
            _lexer.ReadDelimiter();
            return true;
        }

        return false;
    }

    private void Add(SqlToken token)
    {
        ClientCommand.Check(_script, _flavour, token, isFirst: !_isInside);
        if (!_isInside)
        {
            _isInside = true;
            _first = token;
            _body = _flavour.BodyOf(_script);
        }

        _last = token;
        _body.Accept(token);
        TrackBrackets(token);
    }

    private void TrackBrackets(SqlToken token)
    {
        if (!_flavour.BracketsHoldStatements)
        {
            return;
        }

        if (token.IsSymbol(_script, '('))
        {
            _brackets.Push(token);
        }
        else if (token.IsSymbol(_script, ')'))
        {
            _brackets.TryPop(out _);
        }
    }

    private void End()
    {
        if (_isInside)
        {
            var text = _script[_first.Start.._last.End];
            ClientCommand.CheckStatement(text, _flavour, _first.Line);
            _statements.Add(new ScriptStatement(_first.Start, _first.Line, text) { Column = _places.Of(_first.Start).Column });
            _isInside = false;
            _brackets.Clear();
        }
    }

    private void ThrowIfOpen()
    {
        if (_isInside && _brackets.TryPeek(out var bracket))
        {
            throw new ScriptException(bracket.Line, "The bracket ( opened here is never closed. Close it with )");
        }

        if (_isInside && _body.IsOpen)
        {
            throw new ScriptException(
                _body.OpenedOn, $"The {_body.OpenedBy} that opens a body here is never closed. Close it with END, and each statement in it with a semicolon.");
        }
    }
}
