using System.Collections.Frozen;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// Follows the statements of a body, those of MariaDB's Oracle mode too: which blocks are open, and where a statement starts. A word opens or
/// closes a block only there, so that columns may be called begin and end.
/// </summary>
internal sealed class BodyStatements
{
    private const string Declarations = "declarations";
    private const string Package = "PACKAGE";

    /// <summary>What an operand follows: END, DO and LOOP after one of these are names.</summary>
    private static readonly FrozenSet<string> Operators = FrozenSet.Create(
        StringComparer.Ordinal,
        "CASE", "WHEN", "THEN", "ELSE", "AND", "OR", "NOT", "XOR", "LIKE", "IN", "BETWEEN", "IS", "DIV", "MOD", "REGEXP", "RLIKE", "BINARY", "UNTIL", "WHILE", "IF",
        "FOR", "AS", "=", "<", ">", "+", "-", "*", "/", "%", ",", "(", "!", "|", "&", "^", "~", ".", "@");

    private readonly Stack<(string Word, int Line)> _blocks = new();
    private RoutineHead? _routine;
    private State _state;
    private string _until = "";
    private int _cases;
    private int _depth;

    /// <summary>Whether a BEGIN now is that of a package's routine, and not of the package itself.</summary>
    private bool _startsRoutine;

    private enum State
    {
        Start = 0,

        /// <summary>After the first word of a statement, which may be a label.</summary>
        First = 1,

        /// <summary>In a statement that only a semicolon ends.</summary>
        Simple = 2,

        /// <summary>In an expression that a word ends.</summary>
        Expression = 3,
        Declare = 4,

        /// <summary>In the list of conditions of a handler, before one.</summary>
        Handler = 5,
        AfterCondition = 6,

        /// <summary>In the head of a package's routine.</summary>
        Routine = 7,

        /// <summary>In a label of Oracle's form.</summary>
        Label = 8,
    }

    public bool IsOpen => _blocks.Count > 0;

    /// <summary>The word that opened the innermost block, and its line; null where none is open.</summary>
    public (string Word, int Line)? Innermost => _blocks.TryPeek(out var block) ? block.Word == Declarations ? ("AS", block.Line) : block : null;

    /// <summary>Declarations stand before the BEGIN of the body.</summary>
    public void OpenDeclarations(int line) => _blocks.Push((Declarations, line));

    public void OpenPackage(int line) => _blocks.Push((Package, line));

    /// <param name="token">A token, in upper case.</param>
    /// <param name="previous">The one before it.</param>
    /// <param name="line">Its line.</param>
    public void Accept(string token, string previous, int line)
    {
        switch (_state)
        {
            case State.Start:
                Start(token, previous, line);
                break;
            case State.First when token == ":":
                _state = State.Start;
                break;
            case State.First or State.Simple:
                _state = token == ";" ? State.Start : State.Simple;
                _startsRoutine &= token != ";";
                break;
            case State.Expression:
                Continue(token, previous);
                break;
            case State.Declare:
                _state = token switch
                {
                    "CONTINUE" or "EXIT" or "UNDO" => State.Declare,
                    "HANDLER" => State.Declare,
                    "FOR" when previous == "HANDLER" => State.Handler,
                    ";" => State.Start,
                    _ => State.Simple,
                };
                break;
            case State.Handler:
                _state = token is "SQLSTATE" or "VALUE" or "NOT" ? State.Handler : State.AfterCondition;
                break;
            case State.AfterCondition when token == ",":
                _state = State.Handler;
                break;
            case State.AfterCondition:
                Start(token, previous, line);
                break;
            case State.Routine:
                ContinueRoutine(token, previous, line);
                break;
            case State.Label:
                _state = token == ">" && previous == ">" ? State.Start : State.Label;
                break;
        }
    }

    private void Start(string token, string previous, int line)
    {
        _state = State.Start;
        switch (token)
        {
            case ";" or "ELSE" or "EXCEPTION":
            case "NOT" when previous == "BEGIN":
            case "ATOMIC" when previous == "NOT":
                break;
            case "BEGIN":
                Begin(line);
                break;
            case "LOOP" or "REPEAT":
                _blocks.Push((token, line));
                break;
            case "IF" or "CASE":
                _blocks.Push((token, line));
                Expect("THEN");
                break;
            case "WHILE" or "FOR":
                _blocks.Push((token, line));
                Expect("DO");
                break;
            case "ELSEIF" or "ELSIF" or "WHEN":
                Expect("THEN");
                break;
            case "UNTIL":
                Expect("END");
                break;
            case "END":
                Close();
                break;
            case "DECLARE" when _blocks.Count == 0:
                OpenDeclarations(line);
                break;
            case "DECLARE":
                _state = State.Declare;
                break;
            case "PROCEDURE" or "FUNCTION" when Holds(Package) || Holds(Declarations):
                _routine = new RoutineHead(isFunction: token == "FUNCTION");
                _state = State.Routine;
                break;
            case "<":
                _state = State.Label;
                break;
            default:
                _state = State.First;
                break;
        }
    }

    /// <summary>The BEGIN of a body after its declarations, that of a package's own statements, or a block.</summary>
    private void Begin(int line)
    {
        if (Holds(Package) && !_startsRoutine)
        {
            return;
        }

        _startsRoutine = false;

        if (Holds(Declarations))
        {
            _blocks.Pop();
        }

        _blocks.Push(("BEGIN", line));
    }

    private bool Holds(string word) => _blocks.TryPeek(out var block) && block.Word == word;

    private void Expect(string word)
    {
        _until = word;
        _cases = _depth = 0;
        _state = State.Expression;
    }

    private void Continue(string token, string previous)
    {
        if (token is "(" or ")")
        {
            _depth += token == "(" ? 1 : -1;
        }
        else if (_depth > 0)
        {
            return;
        }
        else if (token == "CASE")
        {
            _cases++;
        }
        else if (_cases > 0)
        {
            _cases -= token == "END" && !Operators.Contains(previous) ? 1 : 0;
        }
        else if (token == _until || (token == "LOOP" && _until == "DO"))
        {
            if (Operators.Contains(previous))
            {
                return;
            }

            _state = State.Start;
            if (token == "END")
            {
                Close();
            }
        }
    }

    private void ContinueRoutine(string token, string previous, int line)
    {
        if (token == ";")
        {
            _state = State.Start;
        }
        else if (_routine!.IsBody(token, previous))
        {
            if (_routine.HasDeclarations)
            {
                OpenDeclarations(line);
            }

            _startsRoutine = true;
            Start(token, previous, line);
        }
    }

    /// <summary>What follows END is the word that opened the block, or its label.</summary>
    private void Close()
    {
        _blocks.TryPop(out _);
        _state = State.Simple;
    }
}
