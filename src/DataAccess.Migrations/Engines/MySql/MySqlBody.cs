using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// MySQL and MariaDB: routines, triggers, events and packages, and MariaDB's control statements outside of them. This finds where their
/// body starts; <see cref="BodyStatements"/> follows it from there.
/// </summary>
/// <param name="script">The script.</param>
internal sealed class MySqlBody(string script) : CompoundBody(script)
{
    private readonly BodyStatements _statements = new();
    private RoutineHead? _routine;
    private Head _head;

    private enum Head
    {
        /// <summary>Before the word that says what it is.</summary>
        Start = 0,
        Plain = 1,
        Routine = 2,
        Trigger = 3,

        /// <summary>After <c>FOR EACH ROW</c>.</summary>
        TriggerRow = 4,
        TriggerOrder = 5,
        Event = 6,
        Package = 7,
        Body = 8,
    }

    public override bool IsOpen => _statements.IsOpen;

    protected override bool Follows => _head != Head.Plain;

    protected override void Accept(string token, int line)
    {
        switch (_head)
        {
            case Head.Start:
                AcceptFirst(token, line);
                break;
            case Head.Routine when _routine!.IsBody(token, Previous):
                StartRoutine(token, line);
                break;
            case Head.Trigger when token == "ROW" && Previous == "EACH":
                _head = Head.TriggerRow;
                break;
            case Head.TriggerRow when token is "FOLLOWS" or "PRECEDES":
                _head = Head.TriggerOrder;
                break;
            case Head.TriggerOrder when token == "." || Previous is "." or "FOLLOWS" or "PRECEDES":
                // The other trigger's name; the body comes after it.
                break;
            case Head.TriggerRow or Head.TriggerOrder:
                _head = Head.Body;
                PassOn(token, line);
                break;
            case Head.Event when token == "DO":
                _head = Head.Body;
                break;
            case Head.Package when token is "AS" or "IS" or "PROCEDURE" or "FUNCTION" or "DECLARE":
                _head = Head.Body;
                _statements.OpenPackage(line);
                PassOn(token is "AS" or "IS" ? "" : token, line);
                break;
            case Head.Body:
                PassOn(token, line);
                break;
        }
    }

    private void AcceptFirst(string token, int line)
    {
        switch (token)
        {
            case "PROCEDURE" or "FUNCTION":
                _head = Head.Routine;
                _routine = new RoutineHead(isFunction: token == "FUNCTION");
                return;
            case "TRIGGER":
                _head = Head.Trigger;
                return;
            case "EVENT":
                _head = Head.Event;
                return;
            case "PACKAGE":
                _head = Head.Package;
                return;
        }

        if (Previous.Length == 0)
        {
            StartStatement(token, line);
        }
        else if (Previous == "BEGIN")
        {
            // BEGIN alone, and BEGIN WORK, begin a transaction.
            _head = token is ";" or "WORK" ? Head.Plain : Head.Body;
            if (_head == Head.Body)
            {
                PassOn("BEGIN", line);
                PassOn(token, line);
            }
        }
        else if (token is "TABLE" or "VIEW" or "INDEX" or "UNIQUE" or "DATABASE" or "SCHEMA" or "USER" or "TEMPORARY" or "SERVER" or "ROLE" or "SEQUENCE")
        {
            _head = Head.Plain;
        }
    }

    private void StartStatement(string token, int line)
    {
        if (token is "CREATE" or "ALTER" or "BEGIN")
        {
            return;
        }

        if (token is "IF" or "CASE" or "FOR" or "LOOP" or "WHILE" or "REPEAT" or "DECLARE" or "<")
        {
            _head = Head.Body;
            PassOn(token, line);
        }
        else
        {
            _head = Head.Plain;
        }
    }

    private void StartRoutine(string token, int line)
    {
        _head = Head.Body;
        if (_routine!.HasDeclarations)
        {
            _statements.OpenDeclarations(line);
        }

        PassOn(token, line);
    }

    private void PassOn(string token, int line)
    {
        if (token.Length > 0)
        {
            _statements.Accept(token, Previous, line);
        }

        (OpenedBy, OpenedOn) = _statements.Innermost ?? (OpenedBy, OpenedOn);
    }
}
