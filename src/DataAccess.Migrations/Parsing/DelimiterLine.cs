using System.Text;

namespace DataAccess.Migrations.Parsing;

/// <summary>Reads what follows the word DELIMITER on its line, as the mysql client does.</summary>
internal static class DelimiterLine
{
    /// <summary>The client cuts a longer one.</summary>
    private const int MaxLength = 15;

    /// <returns>The delimiter, or null for the semicolon.</returns>
    /// <exception cref="ScriptException">There is none, or one that the client does not take, or something behind it that it would drop.</exception>
    public static string? Read(ReadOnlySpan<char> line, int number)
    {
        var argument = line.Trim();
        var quote = argument.Length > 0 && argument[0] is '\'' or '"' or '`' ? argument[0] : '\0';
        var delimiter = new StringBuilder();
        var at = quote == '\0' ? 0 : 1;
        for (; at < argument.Length && (quote == '\0' ? !char.IsWhiteSpace(argument[at]) : argument[at] != quote || NextIs(argument, at, quote)); at++)
        {
            at += argument[at] == '\\' || (quote != '\0' && argument[at] == quote) ? 1 : 0;
            delimiter.Append(at < argument.Length ? argument[at] : '\\');
        }

        var text = delimiter.ToString();
        if (text.Length == 0)
        {
            throw new ScriptException(number, "DELIMITER has no argument. Write DELIMITER // or another delimiter on the same line.");
        }

        if (text.Contains('\\', StringComparison.Ordinal) || text.Length > MaxLength)
        {
            throw new ScriptException(number, Invariant($"The delimiter '{text}' has a backslash or more than {MaxLength} characters, which the mysql client does not take. Choose another: DELIMITER //"));
        }

        CheckRest(argument[Math.Min(quote == '\0' ? at : at + 1, argument.Length)..].Trim(), text, number);
        return text == ";" ? null : text;
    }

    private static bool NextIs(ReadOnlySpan<char> argument, int at, char quote) => at + 1 < argument.Length && argument[at + 1] == quote;

    private static void CheckRest(ReadOnlySpan<char> rest, string delimiter, int number)
    {
        if (rest.Length > 0 && !rest.StartsWith("--") && rest[0] != '#')
        {
            throw new ScriptException(number, $"'{ScriptStatement.FirstLineOf(rest.ToString())}' stands behind DELIMITER {delimiter}, where the mysql client drops it. Put it on the next line; lines end with a line feed.");
        }
    }
}
