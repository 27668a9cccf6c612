using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Follows <c>standard_conforming_strings</c>; while it is off, a backslash escapes in every string.</summary>
internal static class PostgreSqlStrings
{
    private const string Setting = "STANDARD_CONFORMING_STRINGS";

    /// <summary>The rules after a statement.</summary>
    public static SqlFlavour After(StatementWords words, SqlFlavour flavour, ScriptVariables variables)
    {
        if (words.At(0, "RESET", "ALL") || words.At(0, "RESET", Setting) || words.At(0, "DISCARD", "ALL"))
        {
            return PostgreSqlFlavour.Instance;
        }

        return ValueIn(words) is { } value ? IsOff(value) ? PostgreSqlFlavour.WithEscapes : PostgreSqlFlavour.Instance : flavour;
    }

    private static string? ValueIn(StatementWords words)
    {
        if (words.At(0, "SET"))
        {
            var at = words.At(1, "SESSION") || words.At(1, "LOCAL") ? 2 : 1;
            return words[at].Equals(Setting, StringComparison.OrdinalIgnoreCase) ? words[at + 2] : null;
        }

        var call = words.At(0, "SELECT") ? words.IndexOf("SET_CONFIG", "(") : -1;
        return call > 0 && words[call + 2].Equals($"'{Setting}'", StringComparison.OrdinalIgnoreCase) ? words[call + 4] : null;
    }

    /// <summary>The server takes any beginning of these words that tells them apart.</summary>
    private static bool IsOff(string value)
    {
        var text = value.Trim('\'').ToLowerInvariant();
        return text == "0" || (text.Length > 0 && ("false".StartsWith(text, StringComparison.Ordinal) || "no".StartsWith(text, StringComparison.Ordinal)))
            || (text.Length > 1 && "off".StartsWith(text, StringComparison.Ordinal));
    }
}
