namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Splits a script into the statements that are sent one by one. Loses nothing: between the statements stand only blanks,
/// comments, terminators, DELIMITER lines, the rows of a COPY and the lines that only a client reads.
/// </summary>
internal sealed class SqlSplitter
{
    private readonly string _script;
    private readonly SqlLexer _lexer;
    private readonly Action<string, SqlToken, bool>? _onComment;
    private readonly Action<ScriptStatement> _onStatement;
    private readonly List<(SqlToken Token, bool IsLeading)> _comments = [];
    private readonly Stack<SqlToken> _brackets = new();
    private readonly PlaceCounter _places;
    private readonly GoLine _go;

    /// <summary>Where the script's text starts; null if it is all of it.</summary>
    private readonly ScriptWindow? _window;

    /// <summary>The place after the last statement that surely ended.</summary>
    private ScriptPlace _place;
    private CompoundBody _body;
    private SqlToken _first;
    private SqlToken _last;
    private bool _isInside;
    private bool _isLeading = true;

    private SqlSplitter(string script, ScriptPlace place, ScriptWindow? window, Action<ScriptStatement> onStatement, Action<string, SqlToken, bool>? onComment)
    {
        _script = script;
        _place = place;
        _window = window;
        _isLeading = place.IsLeading;
        _onStatement = onStatement;
        _onComment = onComment;
        _lexer = new SqlLexer(script, place.Flavour, from: place);
        _places = new PlaceCounter(script, place);
        _go = new GoLine(script);
        _body = place.Flavour.BodyOf(script);
    }

    private SqlFlavour Flavour => _lexer.Flavour;

    /// <summary>Whether more of the script may follow the text.</summary>
    private bool IsPart => _window is { IsLast: false };

    /// <param name="script">The script.</param>
    /// <param name="flavour">The rules that it starts with.</param>
    /// <param name="onComment">Takes the script, each comment in it, and whether it stands above the first statement.</param>
    /// <exception cref="ScriptException">A quote, comment, bracket or body is not closed, or the script holds a command of a client program.</exception>
    public static IReadOnlyList<ScriptStatement> Split(string script, SqlFlavour flavour, Action<string, SqlToken, bool>? onComment = null)
    {
        var statements = new List<ScriptStatement>();
        new SqlSplitter(script, ScriptPlace.StartOf(flavour), window: null, statements.Add, onComment).Run();
        return statements;
    }

    /// <summary>Splits what is at hand of a script, up to rows, or to the last statement that surely ends there.</summary>
    /// <param name="window">What is at hand.</param>
    /// <param name="place">Where to begin.</param>
    /// <param name="onStatement">Takes each statement.</param>
    /// <param name="onComment">Takes the text, each comment in it, and whether it stands above the first statement.</param>
    /// <returns>Where to go on.</returns>
    /// <exception cref="ScriptException">As with <see cref="Split"/>.</exception>
    public static ScriptPlace SplitPart(ScriptWindow window, ScriptPlace place, Action<ScriptStatement> onStatement, Action<string, SqlToken, bool>? onComment)
    {
        var splitter = new SqlSplitter(window.Text, place, window, onStatement, onComment);
        try
        {
            splitter.Run();
        }
        catch (ScriptException) when (splitter.IsPart)
        {
            // What is not closed here may be further on. If it is an error there too, it is reported there.
        }

        return splitter._place;
    }

    private void Run()
    {
        while (_lexer.TryRead(out var token))
        {
            if (IsPart && token.End == _script.Length)
            {
                // It may go on.
                return;
            }

            if (!token.IsSignificant)
            {
                Note(token);
            }
            else if (Terminates(token))
            {
                End(isTerminated: true);
                if (_place.Taking is not null)
                {
                    return;
                }
            }
            else if (_isInside || !IsClientLine(token))
            {
                Add(token);
            }
        }

        if (!IsPart)
        {
            ThrowIfOpen();
            End(isTerminated: false);
        }
    }

    private void Note(SqlToken token)
    {
        if (token.Kind != SqlTokenKind.Comment)
        {
            return;
        }

        if (IsPart)
        {
            _comments.Add((token, _isLeading));
        }
        else
        {
            _onComment?.Invoke(_script, token, _isLeading);
        }
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

        var statement = new ScriptStatement((_window?.Start ?? 0) + _first.Start, _first.Line, _script[_first.Start.._last.End], Flavour)
        {
            Column = _places.Of(_first.Start).Column,
        };
        ClientCommand.CheckStatement(statement);
        var hasData = Flavour.HasData?.Invoke(statement) is true;
        if (hasData && _window is null)
        {
            statement = statement with { Data = _lexer.ReadData(_first.Line) };
        }

        _comments.ForEach(comment => _onComment?.Invoke(_script, comment.Token, comment.IsLeading));
        _comments.Clear();
        _onStatement(statement);
        _lexer.Flavour = SessionRules.After(statement, _place.Variables);
        _isInside = false;
        _brackets.Clear();
        if (_window is not null)
        {
            _place = new ScriptPlace(_lexer.Position, _lexer.Line, _places.Of(_lexer.Position).Column, Flavour, _lexer.Delimiter, _isLeading, _place.Variables)
            {
                Conditional = _lexer.Conditional,
                Taking = hasData ? statement : null,
            };
        }
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
