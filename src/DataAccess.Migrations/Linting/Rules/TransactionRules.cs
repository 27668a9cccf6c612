using System.Globalization;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about what goes wrong in, or between, transactions.</summary>
internal static class TransactionRules
{
    /// <summary>More than this is no limit for those who wait.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public static IEnumerable<LintRule> All { get; } =
    [
        new(
            "lock-timeout-off", LintTargets.PostgreSql | LintTargets.MySqlFamily,
            "While it waits for a lock, everybody else waits behind it, for as long as the slowest query takes.",
            "Leave the runner's own limit, which gives way and tries again, or set it with -- dataaccess: lock-timeout=5s.",
            "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT", LockTimeout),
        new(
            "enum-value-in-same-transaction", LintTargets.PostgreSql,
            "A value that is added to a type cannot be used before that is committed: unsafe use of new value.",
            "Add the value in one migration, and use it in the next.",
            "https://www.postgresql.org/docs/current/sql-altertype.html", EnumValue),
    ];

    private static IEnumerable<LintMatch> LockTimeout(LintStatement statement)
    {
        var words = statement.All;
        if (statement.Index == 0 && statement.File.Script.Directives.LockTimeout is { } directive && directive > Long)
        {
            return [new LintMatch(1, $"lock-timeout={directive.TotalMinutes:0}m")];
        }
        if (words.At(0, "RESET") && words.AtAny(1, "LOCK_TIMEOUT", "ALL") && statement.File.Flavour == SqlFlavour.PostgreSql)
        {
            return [statement.Match(words.ToString())];
        }

        var at = words.At(0, "SET") ? words.Find("LOCK_TIMEOUT") : -1;
        at = at < 0 && words.At(0, "SET") && statement.File.Flavour == SqlFlavour.MySql ? words.Find("LOCK_WAIT_TIMEOUT") : at;
        at = at < 0 && words.At(0, "SET") && statement.File.Flavour == SqlFlavour.MySql ? words.Find("INNODB_LOCK_WAIT_TIMEOUT") : at;
        return at > 0 && IsTooLong(words, at + 1, statement.File.Flavour) ? [statement.Match(words.From(at).Until(3).ToString())] : [];
    }

    private static bool IsTooLong(WordRange words, int at, SqlFlavour flavour)
    {
        at += words.IsSymbol(at, ":") ? 1 : 0;
        at += words.IsSymbol(at, "=") || words.At(at, "TO") ? 1 : 0;
        var value = words[at].Trim('\'', '"').Trim();
        var unit = flavour == SqlFlavour.MySql ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1);
        return value.Equals("default", StringComparison.OrdinalIgnoreCase)
            || (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (number == 0 && flavour == SqlFlavour.PostgreSql) || number * unit > Long
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
            : statement.After
                .Where(later => !later.All.At(0, "ALTER", "TYPE"))
                .SelectMany(later => Enumerable.Range(0, later.All.Count)
                    .Where(i => later.All.KindAt(i) == SqlTokenKind.Text && later.All[i] == value)
                    .Take(1)
                    .Select(i => later.Match($"{value} of {type}", later.All.LineAt(i))));
    }
}
