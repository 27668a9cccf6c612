
namespace DataAccess.Migrations.Linting.Rules;

/// <summary>MySQL and MariaDB: what copies the table, and what creates a table that causes trouble later.</summary>
internal static class MySqlRules
{
    private const string OnlineDdl = "https://dev.mysql.com/doc/refman/9.4/en/innodb-online-ddl-operations.html";

    public static IEnumerable<LintRule> All { get; } =
    [
        new(
            "convert-charset",
            "The whole table is copied while nobody can write to it, and a text column may become a larger type.",
            "Fill a new table with the character set in batches and swap the names, or use gh-ost or pt-online-schema-change.",
            OnlineDdl, Convert),
        new(
            "drop-primary-key",
            "The rows are stored by the primary key, so the whole table is copied while nobody can write to it.",
            "Drop and add the primary key in one alter table, which can be done in place.",
            OnlineDdl, DropPrimaryKey),
        new(
            "add-foreign-key",
            "Every row is checked and the table copied while nobody can write to it.",
            "Look for rows without a parent first, then add it between set foreign_key_checks = 0 and = 1, which is done in place.",
            OnlineDdl, AddForeignKey),
        new(
            "implicit-algorithm",
            "Where the change cannot be done online, the server silently copies the table and keeps writers out instead.",
            "Write algorithm=instant for a column or algorithm=inplace, lock=none for an index, so that it is rejected instead.",
            "https://dev.mysql.com/doc/refman/9.4/en/innodb-online-ddl-performance.html", ImplicitAlgorithm),
        new(
            "fulltext-index",
            "Nobody can write to the table while it is built, and the first one rewrites the whole table.",
            "Create it together with the table, or in a maintenance window and say so with allow=.",
            OnlineDdl, FullText),
        new(
            "non-transactional-engine",
            "MyISAM, MEMORY, CSV and ARCHIVE cannot roll back, so a failed batch stays half-applied, and a crash loses or corrupts rows.",
            "Leave ENGINE out, or write engine=InnoDB.",
            "https://dev.mysql.com/doc/refman/9.4/en/myisam-storage-engine.html", Engine),
        new(
            "legacy-charset",
            "utf8mb3, which is also called utf8, and latin1 cannot hold every character: an emoji is rejected or lost.",
            "Write utf8mb4.",
            "https://dev.mysql.com/doc/refman/9.4/en/charset-unicode-utf8mb3.html", Charset),
    ];

    /// <summary>Whether the statement names an algorithm, so that the server rejects what it would otherwise do by copying.</summary>
    public static bool IsRejectedInsteadOfCopied(LintStatement statement)
    {
        var at = statement.All.Find("ALGORITHM");
        at += at >= 0 && statement.All.IsSymbol(at + 1, "=") ? 2 : 1;
        return at > 0 && statement.All.AtAny(at, "INPLACE", "INSTANT", "NOCOPY");
    }

    private static IEnumerable<LintMatch> Convert(LintStatement statement)
        => Actions(statement, static a => a.At(0, "CONVERT", "TO"));

    private static IEnumerable<LintMatch> DropPrimaryKey(LintStatement statement)
        => statement.ActionsOnOldTable.Any(static a => AlterTable.AddedConstraint(a) is { } c && c.At(0, "PRIMARY"))
            ? []
            : Actions(statement, static a => a.At(0, "DROP", "PRIMARY", "KEY"));

    private static IEnumerable<LintMatch> AddForeignKey(LintStatement statement)
        => IsUnchecked(statement) ? [] : Actions(statement, static a => AlterTable.AddedConstraint(a) is { } c && c.At(0, "FOREIGN"));

    /// <summary>What <c>set foreign_key_checks</c> said last in this file.</summary>
    private static bool IsUnchecked(LintStatement statement)
        => statement.Before.LastOrDefault(static s => s.All.At(0, "SET") && s.Words.Has("FOREIGN_KEY_CHECKS")) is { } set
            && set.All.From(set.All.Find("FOREIGN_KEY_CHECKS") + 2).AtAny(0, "0", "OFF");

    private static IEnumerable<LintMatch> ImplicitAlgorithm(LintStatement statement)
    {
        var words = statement.All;
        if (words.Has("ALGORITHM") || words.Has("LOCK") || words.At(1, "ONLINE"))
        {
            return [];
        }

        var on = words.At(0, "CREATE") && !words.At(1, "FULLTEXT") && words.Until(4).Has("INDEX") ? words.Find("ON") : -1;
        if (on > 0)
        {
            var table = statement.NameAt(on + 1);
            return statement.IsNew(table) ? [] : [statement.Match($"an index on {table}")];
        }

        return statement.ActionsOnOldTable
            .Where(static a => AlterTable.Added(a).Any(static c => !c.IsStored) || (a.At(0, "ADD") && a.AtAny(1, "INDEX", "KEY", "UNIQUE")))
            .Take(1)
            .Select(a => statement.Match($"{statement.Alter!.Table} {a.Until(3)}", a.LineAt(0)));
    }

    private static IEnumerable<LintMatch> FullText(LintStatement statement)
        => statement.All.At(0, "CREATE", "FULLTEXT") && statement.All.Find("ON") is var on and > 0 && !statement.IsNew(statement.NameAt(on + 1))
            ? [statement.Match(statement.NameAt(on + 1).ToString())]
            : statement.ActionsOnOldTable.Where(static a => a.At(0, "ADD", "FULLTEXT")).Select(a => statement.Match($"{statement.Alter!.Table}", a.LineAt(0)));

    private static IEnumerable<LintMatch> Engine(LintStatement statement)
    {
        var words = statement.Create?.Options ?? default;
        var options = statement.Create is null ? statement.Alter?.Actions ?? [] : [words];
        foreach (var option in options)
        {
            var at = option.Find("ENGINE");
            var value = at + (option.IsSymbol(at + 1, "=") ? 2 : 1);
            if (at >= 0 && option.AtAny(value, "MYISAM", "MEMORY", "HEAP", "CSV", "ARCHIVE", "ARIA") && statement.Create is not { IsTemporary: true })
            {
                yield return statement.Match($"{statement.Create?.Table ?? statement.Alter!.Table} {option[value]}", option.LineAt(at));
            }
        }
    }

    private static IEnumerable<LintMatch> Charset(LintStatement statement)
    {
        var words = statement.All;
        for (var i = 0; (statement.Create is not null || statement.Alter is not null || words.AtAny(0, "SET", "CREATE")) && i < words.Count; i++)
        {
            var at = words.At(i, "CHARACTER", "SET") ? i + 2 : words.AtAny(i, "CHARSET", "COLLATE", "NAMES") ? i + 1 : -1;
            at += at > 0 && words.IsSymbol(at, "=") ? 1 : 0;
            var name = at > 0 ? words[at].Trim('\'').Split('_')[0].ToLowerInvariant() : "";
            if (name is "utf8" or "utf8mb3" or "latin1" or "ucs2")
            {
                yield return statement.Match(words[at], words.LineAt(at));
            }
        }
    }

    private static IEnumerable<LintMatch> Actions(LintStatement statement, Func<WordRange, bool> isBad)
        => IsRejectedInsteadOfCopied(statement)
            ? []
            : statement.ActionsOnOldTable.Where(isBad).Select(a => statement.Match($"{statement.Alter!.Table} {a.Until(6)}", a.LineAt(0)));
}
