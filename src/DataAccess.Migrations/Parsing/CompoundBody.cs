namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Knows, token by token, whether a statement is inside a body whose semicolons do not end it. One instance for one statement.
/// </summary>
internal abstract class CompoundBody(string script)
{
    /// <summary>Whether the body was opened and not closed.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>The line on which the innermost open body starts.</summary>
    public int OpenedOn { get; protected set; }

    /// <summary>The word that opened it.</summary>
    public string OpenedBy { get; protected set; } = "BEGIN";

    /// <summary>The token before, in upper case; a quote for a string, a back quote for a quoted name.</summary>
    protected string Previous { get; private set; } = "";

    public void Accept(SqlToken token)
    {
        if (token.Kind is SqlTokenKind.ConditionalOpen or SqlTokenKind.ConditionalClose || !Follows)
        {
            return;
        }

        var text = token.Kind switch
        {
            SqlTokenKind.Text => "'",
            SqlTokenKind.QuotedName => "`",
            _ => token.In(script).ToString().ToUpperInvariant(),
        };
        Accept(text, token.Line);
        Previous = text;
    }

    /// <summary>Whether the rest of the statement still matters; most statements are recognised as plain by their first word.</summary>
    protected abstract bool Follows { get; }

    protected abstract void Accept(string token, int line);
}
