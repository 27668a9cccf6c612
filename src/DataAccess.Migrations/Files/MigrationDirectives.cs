using System.Globalization;

namespace DataAccess.Migrations;

/// <summary>What the leading comment of a file asks for: lines of <c>-- dataaccess: directive</c>.</summary>
/// <param name="NoTransaction">Run each statement by itself.</param>
/// <param name="LockTimeout">How long a statement waits for a lock, or null for the default.</param>
/// <param name="Allowed">The lint rules that the file may break.</param>
internal sealed record MigrationDirectives(bool NoTransaction, TimeSpan? LockTimeout, IReadOnlyList<string> Allowed)
{
    private const string Prefix = "dataaccess:";

    /// <summary>Reads the directives. What looks like one further down is a problem too: it would be ignored without a word.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="flavour">Whose comments they are in.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <exception cref="ScriptException">A comment or quote is not closed.</exception>
    public static MigrationDirectives Read(string path, string text, SqlFlavour flavour, ICollection<string> problems)
    {
        var result = new MigrationDirectives(false, null, []);
        var lexer = new SqlLexer(text, flavour);
        var isLeading = true;
        while (lexer.TryRead(out var token))
        {
            isLeading &= !token.IsSignificant;
            if (token.Kind == SqlTokenKind.Comment && DirectivesIn(token.In(text)) is { } directives)
            {
                foreach (var directive in directives)
                {
                    result = isLeading
                        ? result.With(directive, problem => problems.Add($"{path}:{token.Line}: {problem}"))
                        : Misplaced(result, problem: $"{path}:{token.Line}: a directive counts only above the first statement. Move it to the top.", problems);
                }
            }
        }

        return result;
    }

    private static MigrationDirectives Misplaced(MigrationDirectives result, string problem, ICollection<string> problems)
    {
        problems.Add(problem);
        return result;
    }

    private static string[]? DirectivesIn(ReadOnlySpan<char> comment)
    {
        var text = comment.TrimStart("-#").Trim();
        return text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? text[Prefix.Length..].ToString().Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;
    }

    private MigrationDirectives With(string directive, Action<string> report)
    {
        var parts = directive.Split('=', 2);
        switch (parts[0].ToLowerInvariant())
        {
            case "no-transaction" when parts.Length == 1:
                return this with { NoTransaction = true };
            case "lock-timeout" when parts.Length == 2 && TryParseTime(parts[1]) is { } time:
                return this with { LockTimeout = time };
            case "lock-timeout":
                report($"'{directive}' names no time. Write lock-timeout=3s, lock-timeout=500ms or lock-timeout=2m.");
                return this;
            case "allow" when parts.Length == 2:
                return this with { Allowed = [.. Allowed, parts[1]] };
            default:
                report($"The directive '{directive}' is unknown. Known ones: no-transaction, lock-timeout=3s, allow=rule.");
                return this;
        }
    }

    /// <summary>Reads <c>500ms</c>, <c>3s</c> or <c>2m</c>; null where the text is none of these.</summary>
    internal static TimeSpan? TryParseTime(string text)
    {
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], TimeSpan.FromMilliseconds(1)),
            _ when text.EndsWith('s') => (text[..^1], TimeSpan.FromSeconds(1)),
            _ when text.EndsWith('m') => (text[..^1], TimeSpan.FromMinutes(1)),
            _ => ("", TimeSpan.Zero),
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count * unit : null;
    }
}
