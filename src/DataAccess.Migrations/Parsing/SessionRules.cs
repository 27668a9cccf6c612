namespace DataAccess.Migrations.Parsing;

/// <summary>Follows the settings of a script that change how the rest of it is read.</summary>
internal static class SessionRules
{
    /// <summary>A setting is short; what is longer is another statement.</summary>
    private const int MaxWords = 200;

    /// <summary>The rules after a statement.</summary>
    public static SqlFlavour After(ScriptStatement statement, ScriptVariables variables)
        => statement.Flavour.After is { } after && MayChange(statement.Text)
            ? after(new StatementWords(statement.Text, statement.Flavour, MaxWords), statement.Flavour, variables)
            : statement.Flavour;

    /// <summary>A look at the first letters; most statements of a large script are inserts.</summary>
    private static bool MayChange(string text)
        => text.StartsWith("se", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("re", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("di", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("/*", StringComparison.Ordinal);
}
