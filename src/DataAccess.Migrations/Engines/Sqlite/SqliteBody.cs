using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>SQLite: <c>create trigger … begin …; end</c>.</summary>
internal sealed class SqliteBody(string script) : CompoundBody(script)
{
    private bool _isPlain;
    private bool _isTrigger;
    private bool _isOpen;

    public override bool IsOpen => _isOpen;

    protected override bool Follows => !_isPlain;

    protected override void Accept(string token, int line)
    {
        if (!_isTrigger)
        {
            _isTrigger = token == "TRIGGER";
            _isPlain = !_isTrigger && token is not ("CREATE" or "TEMP" or "TEMPORARY" or "EXPLAIN" or "QUERY" or "PLAN");
        }
        else if (token == "BEGIN" && !_isOpen)
        {
            _isOpen = true;
            OpenedOn = line;
        }
        else if (token == "END" && Previous is ";" or "BEGIN")
        {
            // The END of a CASE never follows a semicolon.
            _isOpen = false;
        }
    }
}
