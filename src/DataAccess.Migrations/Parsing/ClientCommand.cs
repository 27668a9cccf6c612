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
    }

    /// <exception cref="ScriptException">The statement needs a client program.</exception>
    public static void CheckStatement(ScriptStatement statement)
    {
        if (statement.Flavour.ClientStatement?.Invoke(statement) is { } problem)
        {
            throw new ScriptException(statement.Line, problem);
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

    /// <summary>The line from the token on.</summary>
    public static string LineOf(string script, SqlToken token)
    {
        var rest = script.AsSpan(token.Start);
        var end = rest.IndexOfAny('\r', '\n');
        return (end < 0 ? rest : rest[..end]).TrimEnd().ToString();
    }
}
