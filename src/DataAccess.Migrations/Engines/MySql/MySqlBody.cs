using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// MySQL and MariaDB: procedures, functions, triggers and events, whose body is one statement or blocks of BEGIN, IF, CASE,
/// LOOP, WHILE, REPEAT and FOR, and MariaDB's <c>begin not atomic</c>.
/// </summary>
internal sealed class MySqlBody(string script) : CompoundBody(script)
{
    private const string CaseExpression = "CASE expression";

    private readonly Stack<(string Word, int Line)> _blocks = new();
    private bool _isPlain;
    private bool _isRoutine;
    private bool _hasName;
    private string _closed = "";

    public override bool IsCompound => _isRoutine;

    public override bool IsOpen => _blocks.Count > 0;

    protected override bool Follows => !_isPlain;

    protected override void Accept(string token, int line)
    {
        if (!_isRoutine)
        {
            AcceptHead(token, line);
            return;
        }

        if (!_hasName)
        {
            // What follows TRIGGER or PROCEDURE may be IF NOT EXISTS, which is no block.
            _hasName = token is not ("IF" or "NOT" or "EXISTS");
            return;
        }

        var isEndOf = Previous == "END" && _closed == token;
        if (token == "END")
        {
            Close();
        }
        else if (!isEndOf && Opens(token))
        {
            Open(token, line);
        }
    }

    private void AcceptHead(string token, int line)
    {
        if (Previous == "BEGIN" && token == "NOT")
        {
            _isRoutine = _hasName = true;
            Open("BEGIN", line);
        }
        else if (token is "PROCEDURE" or "FUNCTION" or "TRIGGER" or "EVENT")
        {
            _isRoutine = true;
        }
        else
        {
            _isPlain = Previous.Length == 0
                ? token is not ("CREATE" or "ALTER" or "BEGIN")
                : Previous == "BEGIN" || token is "TABLE" or "VIEW" or "INDEX" or "UNIQUE" or "DATABASE" or "SCHEMA" or "USER" or "TEMPORARY";
        }
    }

    private bool Opens(string token) => token switch
    {
        "BEGIN" => IsAtStatement || (!IsOpen && IsAfterClause),
        "LOOP" or "WHILE" or "IF" or "REPEAT" => IsAtStatement,
        "FOR" => IsAtStatement && IsOpen,
        "CASE" => true,
        _ => false,
    };

    /// <summary>
    /// Whether a statement may start after the previous token. That tells IF from the function IF, and BEGIN and END from
    /// columns of those names.
    /// </summary>
    private bool IsAtStatement => _blocks.TryPeek(out var block)
        ? block.Word != CaseExpression && Previous is ";" or "THEN" or "ELSE" or "DO" or "LOOP" or "REPEAT" or "BEGIN" or ":" or "ATOMIC"
        : Previous is ")" or "ROW" or "DO" or "DETERMINISTIC" or "DATA" or "SQL" or "INVOKER" or "DEFINER" or "'" or "`" or ":";

    /// <summary>Whether the previous word may end a routine's head: a type, a name. A statement's own words may not.</summary>
    private bool IsAfterClause
        => Previous.Length > 0 && char.IsLetterOrDigit(Previous[0]) && Previous is not ("RETURN" or "SELECT" or "SET" or "WHERE" or "AND" or "OR" or "ON" or "BY");

    private void Open(string token, int line)
    {
        _blocks.Push((token == "CASE" && !IsAtStatement ? CaseExpression : token, line));
        Report();
    }

    private void Close()
    {
        _closed = "";
        if (!_blocks.TryPeek(out var block))
        {
            return;
        }

        // A column may be called end; that of a block follows a whole statement, or the word that opened it.
        if (block.Word == CaseExpression || Previous is ";" or "BEGIN" or "THEN" or "ELSE" or "DO" or "LOOP" or "ATOMIC" || block.Word == "REPEAT")
        {
            _closed = block.Word;
            _blocks.Pop();
            Report();
        }
    }

    private void Report()
    {
        if (_blocks.TryPeek(out var block))
        {
            (OpenedBy, OpenedOn) = block;
        }
    }
}
