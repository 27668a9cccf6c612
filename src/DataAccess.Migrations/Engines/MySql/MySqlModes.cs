using System.Globalization;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Follows <c>set sql_mode</c>: NO_BACKSLASH_ESCAPES and ANSI_QUOTES change how strings and names are read.</summary>
internal static class MySqlModes
{
    /// <summary>The numbers of the two modes, for scripts that write them so.</summary>
    private const long AnsiQuotesNumber = 4;
    private const long NoBackslashEscapesNumber = 1L << 20;

    /// <summary>The rules after a statement.</summary>
    public static SqlFlavour After(StatementWords words, SqlFlavour flavour, ScriptVariables variables)
    {
        if (!words.At(0, "SET"))
        {
            return flavour;
        }

        var result = flavour;
        var isGlobal = false;
        foreach (var (from, to) in Assignments(words))
        {
            var equals = EqualsIn(words, from, to);
            if (equals <= from)
            {
                continue;
            }

            // The word GLOBAL or SESSION holds for what follows it too.
            isGlobal = words.At(from, "GLOBAL") || words.At(from, "PERSIST") || words.At(from, "PERSIST_ONLY") || (isGlobal && !words.At(from, "SESSION") && !words.At(from, "LOCAL"));
            var value = equals + (words[equals] == ":" ? 2 : 1);
            if (IsVariable(words, from))
            {
                if (words.At(to - 1, "SQL_MODE"))
                {
                    variables.Keep(words[from + 1], flavour);
                }
            }
            else if (words[equals - 1].Equals("SQL_MODE", StringComparison.OrdinalIgnoreCase) && !(words[from] == "@" ? words.At(from + 2, "GLOBAL") : isGlobal))
            {
                result = Value(words, value, to, flavour, variables);
            }
        }

        return result;
    }

    private static bool IsVariable(StatementWords words, int at) => words[at] == "@" && words[at + 1] != "@";

    /// <summary>The parts between commas outside of brackets.</summary>
    private static IEnumerable<(int From, int To)> Assignments(StatementWords words)
    {
        var depth = 0;
        var from = 1;
        for (var i = 1; i < words.Count; i++)
        {
            depth += words[i] switch { "(" => 1, ")" => -1, _ => 0 };
            if (words[i] == "," && depth == 0)
            {
                yield return (from, i);
                from = i + 1;
            }
        }

        yield return (from, words.Count);
    }

    private static int EqualsIn(StatementWords words, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (words[i] is "=" or ":")
            {
                return i;
            }
        }

        return -1;
    }

    private static SqlFlavour Value(StatementWords words, int from, int to, SqlFlavour flavour, ScriptVariables variables)
    {
        if (words.At(from, "DEFAULT"))
        {
            return MySqlFlavour.Instance;
        }

        if (IsVariable(words, from))
        {
            return variables.Kept(words[from + 1]) ?? flavour;
        }

        if (to == from + 1 && long.TryParse(words[from], CultureInfo.InvariantCulture, out var number))
        {
            return MySqlFlavour.With(backslashes: (number & NoBackslashEscapesNumber) == 0, ansiQuotes: (number & AnsiQuotesNumber) != 0);
        }

        // An expression adds to what the session has, or takes from it.
        var isExpression = to > from + 1;
        var backslashes = !isExpression || flavour.BackslashEscapes;
        var ansiQuotes = isExpression && !flavour.DoubleQuotesAreText;
        var removes = words.At(from, "REPLACE");
        foreach (var mode in ModesIn(words, from, to))
        {
            backslashes = mode == "NO_BACKSLASH_ESCAPES" ? removes : backslashes;
            ansiQuotes = mode is "ANSI_QUOTES" or "ANSI" or "ORACLE" or "MSSQL" or "POSTGRESQL" or "DB2" or "MAXDB" ? !removes : ansiQuotes;
        }

        return MySqlFlavour.With(backslashes, ansiQuotes);
    }

    private static IEnumerable<string> ModesIn(StatementWords words, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            foreach (var mode in words[i].Split(['\'', '"', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
            {
                yield return mode.ToUpperInvariant();
            }
        }
    }
}
