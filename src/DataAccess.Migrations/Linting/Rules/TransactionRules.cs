using System.Globalization;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about what goes wrong in, or between, transactions.</summary>
internal static class TransactionRules
{
    /// <summary>More than this is no limit for those who wait.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public static LintRule EnumValueInSameTransaction { get; } = new(
        "enum-value-in-same-transaction",
        "A value added to a type cannot be used before the change is committed: unsafe use of new value.",
        "Add the value in one migration, and use it in the next.",
        "https://www.postgresql.org/docs/current/sql-altertype.html", EnumValue);

    /// <summary>The rule for the settings by which an engine limits how long a statement waits for a lock.</summary>
    public static LintRule LockTimeoutOff(LockTimeoutSyntax syntax) => new(
        "lock-timeout-off",
        "While it waits for a lock, everybody else waits behind it, for as long as the slowest query takes.",
        "Keep the runner's own limit, which times out and retries, or set it with -- dataaccess: lock-timeout=5s.",
        "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT", statement => LockTimeout(statement, syntax));

    private static IEnumerable<LintMatch> LockTimeout(LintStatement statement, LockTimeoutSyntax syntax)
    {
        var words = statement.All;
        if (statement.Index == 0 && statement.File.Script.Directives.LockTimeout is { } directive && directive > Long)
        {
            return [new LintMatch(1, Invariant($"lock-timeout={directive.TotalMinutes:0}m"))];
        }

        if (syntax.HasReset && words.At(0, "RESET") && words.AtAny(1, "LOCK_TIMEOUT", "ALL"))
        {
            return [statement.Match(words.ToString())];
        }

        var at = words.At(0, "SET") ? syntax.Settings.Select(setting => words.Find(setting)).FirstOrDefault(static found => found >= 0, -1) : -1;
        return at > 0 && IsTooLong(words, at + 1, syntax) ? [statement.Match(words.From(at).Until(3).ToString())] : [];
    }

    private static bool IsTooLong(WordRange words, int at, LockTimeoutSyntax syntax)
    {
        at += words.IsSymbol(at, ":") ? 1 : 0;
        at += words.IsSymbol(at, "=") || words.At(at, "TO") ? 1 : 0;
        var value = words[at].Trim('\'', '"').Trim();
        return value.Equals("default", StringComparison.OrdinalIgnoreCase)
            || (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (number == 0 && syntax.ZeroIsUnlimited) || number * syntax.Unit > Long
                : MigrationDirectives.TryParseTime(value.Replace("min", "m", StringComparison.Ordinal)) > Long
                    || value.StartsWith('0') || value.EndsWith('h') || value.EndsWith('d'));
    }

    /// <summary>A type that is made in the same transaction may use its values at once.</summary>
    private static IEnumerable<LintMatch> EnumValue(LintStatement statement)
    {
        var add = statement.All.At(0, "ALTER", "TYPE") ? statement.All.Find("ADD", "VALUE") : -1;
        if (add < 0 || !statement.File.IsOneTransaction)
        {
            return [];
        }

        var type = statement.NameAt(2);
        var value = statement.All[add + (statement.All.At(add + 2, "IF", "NOT", "EXISTS") ? 5 : 2)];
        var isMadeHere = statement.Before.Any(s => s.All.At(0, "CREATE", "TYPE") && LintStatement.Same(s.NameAt(2), type));
        return isMadeHere
            ? []
            : statement.AfterWithRows
                .Where(later => !later.All.At(0, "ALTER", "TYPE"))
                .SelectMany(later => Enumerable.Range(0, later.All.Count)
                    .Where(i => later.All.KindAt(i) == SqlTokenKind.Text && later.All[i] == value)
                    .Take(1)
                    .Select(i => later.Match($"{value} of {type}", later.All.LineAt(i))));
    }
}
