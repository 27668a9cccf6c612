namespace DataAccess.Migrations.Files;

/// <summary>The endings before <c>.sql</c> that name an engine: <c>x.postgresql.sql</c>.</summary>
internal static class EngineSuffix
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["postgresql"] = "postgresql",
        ["postgres"] = "postgresql",
        ["pgsql"] = "postgresql",
        ["pg"] = "postgresql",
        ["mysql"] = "mysql",
        ["mariadb"] = "mariadb",
        ["sqlite"] = "sqlite",
        ["sqlite3"] = "sqlite",
    };

    /// <summary>All of them, for messages.</summary>
    public static string All { get; } = string.Join(", ", Known.Keys);

    /// <summary>The engine that a name stands for; null if there is none.</summary>
    public static string? EngineOf(string name) => Known.GetValueOrDefault(name);

    /// <summary>Takes the engine from the end of a name.</summary>
    /// <param name="stem">The name without <c>.sql</c>; loses the ending.</param>
    public static string? Take(ref string stem)
    {
        var dot = stem.LastIndexOf('.');
        if (dot < 0 || EngineOf(stem[(dot + 1)..]) is not { } engine)
        {
            return null;
        }

        stem = stem[..dot];
        return engine;
    }

    /// <summary>An ending that names something, as an engine's would, but nothing that is known; null if there is none. <c>v1.2_fix</c> has none.</summary>
    public static string? UnknownIn(string stem)
    {
        var ending = stem[(stem.LastIndexOf('.') + 1)..];
        return ending.Length < stem.Length && ending.Length > 0 && char.IsAsciiLetter(ending[0]) && ending.All(char.IsAsciiLetterOrDigit) ? ending : null;
    }
}
