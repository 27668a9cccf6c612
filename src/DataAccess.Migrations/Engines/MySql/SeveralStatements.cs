using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Finds the statements that an author put under one delimiter. The server takes them in one call.</summary>
internal static class SeveralStatements
{
    /// <summary>The statements in a text, or null where it is one, or cannot be told apart.</summary>
    public static IReadOnlyList<ScriptStatement>? In(string text, SqlFlavour flavour)
    {
        if (!text.AsSpan().TrimEnd(';').Contains(';'))
        {
            return null;
        }

        try
        {
            return SqlSplitter.Split(text, flavour) is { Count: > 1 } statements ? statements : null;
        }
        catch (ScriptException)
        {
            return null;
        }
    }
}
