using System.Collections.Frozen;

namespace DataAccess.Migrations.Parsing;

/// <summary>
/// Finds the lines of GO with which scripts for SQL Server end a batch. A column may be called go and stand on a line of its own: what
/// stands around it tells. One instance for one script.
/// </summary>
internal sealed class GoLine(string script)
{
    /// <summary>Words that a name or a value has to follow.</summary>
    private static readonly FrozenSet<string> Openers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "select", "distinct", "all", "by", "from", "where", "and", "or", "not", "on", "when", "then", "else", "case", "in", "like", "between", "returning",
        "having", "using", "update", "into", "table", "view", "index", "join", "as", "add", "column", "drop", "to", "set", "only", "exists");

    /// <summary>Words that a batch starts with.</summary>
    private static readonly FrozenSet<string> Starters = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "create", "alter", "drop", "insert", "update", "delete", "select", "use", "exec", "execute", "if", "declare", "begin", "truncate", "grant", "revoke",
        "print", "merge", "with", "go", "call", "commit", "rollback");

    private SqlToken? _candidate;

    /// <param name="token">The next significant token.</param>
    /// <param name="previous">The one before it in the same statement.</param>
    /// <param name="isInBrackets">Whether it stands in brackets.</param>
    /// <exception cref="ScriptException">It is, or follows, a line of GO.</exception>
    public void Accept(SqlToken token, SqlToken? previous, bool isInBrackets)
    {
        if (_candidate is { } go && token.Kind == SqlTokenKind.Word && Starters.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token.In(script)))
        {
            throw Refuse(go);
        }

        _candidate = null;
        if (!token.IsWord(script, "go") || !IsAloneOnItsLine(token))
        {
            return;
        }

        if (previous is null)
        {
            throw Refuse(token);
        }

        _candidate = !isInBrackets && MayEnd(previous.Value) ? token : null;
    }

    /// <summary>The statement ends: a name may stand before a semicolon, GO before the end of the file.</summary>
    /// <exception cref="ScriptException">The file ends with a line of GO.</exception>
    public void End(bool isTerminated)
    {
        if (_candidate is { } go && !isTerminated)
        {
            throw Refuse(go);
        }

        _candidate = null;
    }

    private static ScriptException Refuse(SqlToken go)
        => new(go.Line, "GO is a command of SQL Server's clients. Remove the line and end each statement with a semicolon.");

    private bool MayEnd(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => !Openers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token.In(script)),
        SqlTokenKind.Symbol => script[token.Start] is ')' or '*',
        _ => true,
    };

    /// <summary>Looks at the blanks next to it only: a line may have any length.</summary>
    private bool IsAloneOnItsLine(SqlToken token)
    {
        var start = token.Start - 1;
        while (start >= 0 && script[start] is ' ' or '\t' or '\f' or '\v')
        {
            start--;
        }

        var end = token.End;
        while (end < script.Length && script[end] is ' ' or '\t' or '\f' or '\v')
        {
            end++;
        }

        return (start < 0 || script[start] is '\r' or '\n' or '\uFEFF') && (end == script.Length || script[end] is '\r' or '\n');
    }
}
