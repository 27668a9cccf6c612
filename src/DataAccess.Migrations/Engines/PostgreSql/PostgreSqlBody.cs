using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>PostgreSQL: <c>create function … begin atomic …; end</c>. Other bodies are quoted.</summary>
internal sealed class PostgreSqlBody(string script) : CompoundBody(script)
{
    private bool _isPlain;
    private bool _isRoutine;
    private bool _isOpen;
    private bool _isEmpty;

    public override bool IsOpen => _isOpen;

    protected override bool Follows => !_isPlain;

    protected override void Accept(string token, int line)
    {
        if (!_isRoutine)
        {
            _isRoutine = token is "FUNCTION" or "PROCEDURE";
            _isPlain = !_isRoutine && token is not ("CREATE" or "OR" or "REPLACE");
        }
        else if (!_isOpen)
        {
            _isOpen = _isEmpty = token == "ATOMIC" && Previous == "BEGIN";
            OpenedOn = line;
        }
        else
        {
            // The END of a CASE never follows a semicolon, and follows ATOMIC only where that is a name.
            _isOpen = token != "END" || (Previous != ";" && !_isEmpty);
            _isEmpty = false;
        }
    }
}
