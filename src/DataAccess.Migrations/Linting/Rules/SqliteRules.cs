
namespace DataAccess.Migrations.Linting.Rules;

/// <summary>SQLite: rebuilt tables, and settings that disable checks.</summary>
internal static class SqliteRules
{
    private const string AlterTablePage = "https://www.sqlite.org/lang_altertable.html#otheralter";

    public static IEnumerable<LintRule> All { get; } =
    [
        new(
            "rebuild-with-foreign-keys",
            "Dropping the old table first deletes its rows, and with foreign keys on, rows of other tables are deleted with them or the drop fails.",
            "Write -- dataaccess: no-transaction, and pragma foreign_keys = off before and = on after.",
            AlterTablePage, Rebuild),
        new(
            "foreign-keys-unchecked",
            "Rows that lost their parent while foreign keys were off remain, and nothing reports them.",
            "Run pragma foreign_key_check before the file ends.",
            AlterTablePage, Unchecked),
        new(
            "writable-schema",
            "One wrong character in the schema's own table makes the database file unreadable.",
            "Rebuild the table: create, copy, drop, rename.",
            "https://www.sqlite.org/pragma.html#pragma_writable_schema", WritableSchema),
    ];

    private static IEnumerable<LintMatch> Rebuild(LintStatement statement)
        => IsOff(statement)
            ? []
            : DropRules.DroppedIn(statement)
                .Where(dropped => statement.After.SelectMany(TableRename.In).Any(r => LintStatement.Same(r.To, dropped.Table)))
                .Select(dropped => statement.Match(dropped.Table.ToString(), dropped.Line));

    private static IEnumerable<LintMatch> Unchecked(LintStatement statement)
        => IsPragma(statement, "FOREIGN_KEYS") && SaysOff(statement) && !statement.After.Any(static s => IsPragma(s, "FOREIGN_KEY_CHECK"))
            ? [statement.Match(statement.All.ToString())]
            : [];

    private static IEnumerable<LintMatch> WritableSchema(LintStatement statement)
        => IsPragma(statement, "WRITABLE_SCHEMA") && !SaysOff(statement) ? [statement.Match(statement.All.ToString())] : [];

    /// <summary>Whether foreign keys are off here. Inside of a transaction the pragma does nothing.</summary>
    private static bool IsOff(LintStatement statement)
        => !statement.File.IsOneTransaction && statement.Before.LastOrDefault(static s => IsPragma(s, "FOREIGN_KEYS")) is { } pragma && SaysOff(pragma);

    private static bool IsPragma(LintStatement statement, string name)
        => statement.All.At(0, "PRAGMA") && (statement.All.At(1, name) || statement.All.At(3, name));

    private static bool SaysOff(LintStatement statement)
        => statement.Words.Has("OFF") || statement.Words.Has("0") || statement.Words.Has("FALSE") || statement.Words.Has("NO");
}
