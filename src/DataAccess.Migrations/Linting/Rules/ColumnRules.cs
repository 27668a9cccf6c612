using System.Collections.Frozen;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about columns that are added, and about what they may hold.</summary>
internal static class ColumnRules
{
    /// <summary>Functions whose value is the same for all rows of a statement. Any other may be volatile, as a user-defined one is by default.</summary>
    private static readonly FrozenSet<string> Stable = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "now", "transaction_timestamp", "statement_timestamp", "current_timestamp", "current_time", "localtime", "localtimestamp", "timezone", "date_trunc",
        "to_timestamp", "to_date", "to_char", "make_date", "make_timestamp", "make_timestamptz", "make_interval", "age", "extract", "lower", "upper", "md5", "concat",
        "coalesce", "nullif", "greatest", "least", "cast", "row", "array", "array_fill", "jsonb_build_object", "jsonb_build_array", "json_build_object",
        "json_build_array", "to_json", "to_jsonb", "current_setting", "repeat", "length", "abs", "round", "floor", "ceil", "interval", "numeric", "varchar", "char");

    public static IEnumerable<LintRule> OfAll { get; } =
    [
        new(
            "not-null-without-default",
            "It fails if the table has a row; MySQL instead silently fills every row with an empty value.",
            "Give it a constant DEFAULT, or add it without NOT NULL, fill it, and set NOT NULL afterwards.",
            "https://www.sqlite.org/lang_altertable.html", NotNull),
        new(
            "stored-generated-column",
            "Each row's value is computed and stored, so the whole table is rewritten; SQLite rejects it.",
            "Make it VIRTUAL, or add an ordinary column that programs write and a backfill fills.",
            "https://dev.mysql.com/doc/refman/9.4/en/innodb-online-ddl-operations.html", StoredGenerated),
    ];

    /// <summary>PostgreSQL: what reads or writes the whole table, and its sequences.</summary>
    public static IEnumerable<LintRule> OfPostgreSql { get; } =
    [
        new(
            "set-not-null-without-check",
            "Every row is scanned for nulls while nobody else can use the table.",
            "Add check (column is not null) not valid, validate it in a migration of its own, and then set NOT NULL, which trusts it.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", SetNotNull),
        new(
            "volatile-default",
            "Each row needs a value of its own, so the whole table is rewritten while nobody else can use it.",
            "Add the column without a default, set the default for new rows, and fill the old ones with a backfill.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", VolatileDefault),
        new(
            "serial-column",
            "The sequence is a separate object, whose grants and owner a copy or a restore gets wrong.",
            "Write generated always as identity.",
            "https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_serial", Serial),
    ];

    public static LintRule ConstantDefault { get; } = new(
        "non-constant-default",
        "SQLite rejects a default that is not a constant for a column that is added to a table with rows, and any PRIMARY KEY or UNIQUE on it.",
        "Add it without a default and fill it with an update, or rebuild the table.",
        "https://www.sqlite.org/lang_altertable.html", NonConstantDefault);

    private static IEnumerable<(LintStatement Statement, ColumnClause Column)> AddedIn(LintStatement statement)
        => statement.ActionsOnOldTable.SelectMany(AlterTable.Added).Select(column => (statement, column));

    private static IEnumerable<LintMatch> Matches(LintStatement statement, Func<ColumnClause, bool> isBad)
        => AddedIn(statement).Where(added => isBad(added.Column)).Select(added => statement.Match($"{statement.Alter!.Table}.{added.Column.Name}", added.Column.Line));

    private static IEnumerable<LintMatch> NotNull(LintStatement statement)
        => Matches(statement, static c => c.IsNotNull && !c.IsGenerated && (!c.HasDefault || c.Default.At(0, "NULL")));

    private static IEnumerable<LintMatch> SetNotNull(LintStatement statement)
        => statement.ActionsOnOldTable
            .Select(action => (Action: action, At: action.At(1, "COLUMN") ? 2 : 1))
            .Where(set => set.Action.At(0, "ALTER") && set.Action.At(set.At + 1, "SET", "NOT", "NULL")
                && !statement.File.Schema.IsProvenNotNull(statement.Alter!.Table, set.Action[set.At]))
            .Select(set => statement.Match($"{statement.Alter!.Table}.{set.Action[set.At]}", set.Action.LineAt(0)));

    private static IEnumerable<LintMatch> VolatileDefault(LintStatement statement)
        => Matches(statement, static c => c.IsSerial || c.Definition.Has("AS", "IDENTITY") || CallsUnknown(c.Default));

    private static bool CallsUnknown(WordRange value)
    {
        for (var i = 0; i + 1 < value.Count; i++)
        {
            // After a cast stands a type, whose length is in brackets too.
            var isCall = value.IsSymbol(i + 1, "(") && (value.IsQuoted(i) || value.KindAt(i) == SqlTokenKind.Word) && !value.IsSymbol(i - 1, ":") && !value.At(i - 1, "AS");
            if (isCall && !Stable.Contains(value[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<LintMatch> StoredGenerated(LintStatement statement)
        => MySqlRules.IsRejectedInsteadOfCopied(statement) ? [] : Matches(statement, static c => c.IsStored);

    private static IEnumerable<LintMatch> Serial(LintStatement statement)
        => (statement.Create?.Columns.Select(c => (statement.Create.Table, Column: c)) ?? [])
            .Concat(statement.Alter?.Actions.SelectMany(AlterTable.Added).Select(c => (statement.Alter.Table, Column: c)) ?? [])
            .Where(static defined => defined.Column.IsSerial)
            .Select(defined => statement.Match($"{defined.Table}.{defined.Column.Name}", defined.Column.Line));

    private static IEnumerable<LintMatch> NonConstantDefault(LintStatement statement)
        => Matches(
            statement,
            static c => c.Default.IsSymbol(0, "(") || c.Default.AtAny(0, "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP")
                || c.Definition.Has("PRIMARY", "KEY") || c.Definition.Has("UNIQUE"));
}
