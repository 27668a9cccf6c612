namespace DataAccess.Migrations.Parsing;

/// <summary>Recognises what a client program would have dealt with itself, and no server understands.</summary>
internal static class ClientCommand
{
    /// <exception cref="ScriptException">The token is a client's command.</exception>
    public static void Check(string script, SqlFlavour flavour, SqlToken token, bool isFirst)
    {
        if (flavour.ClientCommand(script, token, isFirst) is { } problem)
        {
            throw new ScriptException(token.Line, problem);
        }

        if (token.IsWord(script, "go") && IsAloneOnItsLine(script, token))
        {
            throw new ScriptException(token.Line, "GO is a command of SQL Server's clients. Remove the line and end each statement with a semicolon.");
        }
    }

    /// <exception cref="ScriptException">The statement waits for data that only a client program can send.</exception>
    public static void CheckStatement(string statement, SqlFlavour flavour, int line)
    {
        if (flavour.ClientStatement?.Invoke(statement) is { } problem)
        {
            throw new ScriptException(line, problem);
        }
    }

    /// <summary>Why a token is a command with a backslash, as psql and mysql have them; null where it is not.</summary>
    public static string? Backslash(string script, SqlToken token, string client)
    {
        if (!token.IsSymbol(script, '\\'))
        {
            return null;
        }

        var text = LineOf(script, token);
        var command = text.Split([' ', '\t', ';'], 2)[0];
        var advice = command.ToLowerInvariant() switch
        {
            @"\c" or @"\connect" or @"\u" => "Remove the line, and name the database in the URL.",
            @"\copy" => "Remove the line, and load the file with 'dataaccess import'.",
            @"\i" or @"\ir" or @"\include" or @"\." => "Put that file's statements here, or make it a migration.",
            @"\g" => "End the statement with a semicolon.",
            _ => "Remove the line.",
        };
        return $"'{text}' is a command of {client}, which the server does not know. {advice}";
    }

    private static bool IsAloneOnItsLine(string script, SqlToken token)
    {
        var before = script.AsSpan(0, token.Start);
        var start = before.LastIndexOfAny('\r', '\n') + 1;
        return before[start..].Trim().IsEmpty && LineOf(script, token).Length == token.Length;
    }

    /// <summary>The line from the token on.</summary>
    public static string LineOf(string script, SqlToken token)
    {
        var rest = script.AsSpan(token.Start);
        var end = rest.IndexOfAny('\r', '\n');
        return (end < 0 ? rest : rest[..end]).TrimEnd().ToString();
    }
}
