using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about dropped objects and deleted rows.</summary>
internal static class DropRules
{
    private static readonly string[] NotColumns =
        ["CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "PARTITION", "PERIOD", "SYSTEM", "NOT"];

    public static IEnumerable<LintRule> OfAll { get; } =
    [
        new(
            "drop-table",
            "Programs of the previous version still use it while the new one is rolled out, and its rows are lost for good.",
            "Drop it in a release after the last one that uses it, and keep a copy.",
            "https://www.postgresql.org/docs/current/sql-droptable.html", DropTable) { IsFineInDown = true },
        new(
            "drop-column",
            "Programs of the previous version still read or write it while the new one is rolled out, and its values are lost for good.",
            "First release a version that no longer uses the column, then drop it.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", DropColumn) { IsFineInDown = true },
    ];

    /// <summary>For engines that have schemas and <c>truncate</c>.</summary>
    public static IEnumerable<LintRule> OfServers { get; } =
    [
        new(
            "drop-schema",
            "Everything in it is lost for good, for all programs that share it.",
            "Drop its tables one by one in releases after their last use, and the empty schema by hand.",
            "https://www.postgresql.org/docs/current/sql-dropschema.html", DropSchema),
        new(
            "truncate-table",
            "All rows are lost, delete triggers do not run, and everyone else waits for the table's strongest lock.",
            "Delete the rows in batches, with a condition.",
            "https://www.postgresql.org/docs/current/sql-truncate.html", Truncate) { IsFineInDown = true },
    ];

    public static LintRule Cascade { get; } = new(
        "drop-cascade",
        "Everything that depends on it is dropped too, including views and foreign keys that nobody checked.",
        "Drop the dependent objects by name first, and omit CASCADE.",
        "https://www.postgresql.org/docs/current/ddl-depend.html", DropCascade);

    /// <summary>The tables that a <c>drop table</c> names, with their lines.</summary>
    public static IEnumerable<(SchemaName Table, int Line)> DroppedIn(LintStatement statement)
    {
        if (!statement.All.At(0, "DROP", "TABLE"))
        {
            return [];
        }

        var at = statement.All.At(2, "IF", "EXISTS") ? 4 : 2;
        return statement.All.From(at).Split().Select(name => (statement.NameAt(name.Start), name.LineAt(0)));
    }

    /// <summary>A table that another one replaces is not missed.</summary>
    private static IEnumerable<LintMatch> DropTable(LintStatement statement)
        => DroppedIn(statement)
            .Where(dropped => !statement.IsNew(dropped.Table)
                && !statement.After.SelectMany(TableRename.In).Any(r => LintStatement.Same(r.To, dropped.Table))
                && !statement.Before.SelectMany(TableRename.In).Any(r => LintStatement.Same(r.To, dropped.Table)))
            .Select(dropped => statement.Match(dropped.Table.ToString(), dropped.Line));

    private static IEnumerable<LintMatch> DropColumn(LintStatement statement)
        => statement.ActionsOnOldTable
            .Where(static action => action.At(0, "DROP") && (action.IsQuoted(1) || !action.AtAny(1, NotColumns)))
            .Select(action =>
            {
                var at = action.At(1, "COLUMN") ? 2 : 1;
                at += action.At(at, "IF", "EXISTS") ? 2 : 0;
                return statement.Match($"{statement.Alter!.Table}.{action[at]}", action.LineAt(0));
            });

    private static IEnumerable<LintMatch> DropSchema(LintStatement statement)
        => statement.All.At(0, "DROP") && statement.All.AtAny(1, "SCHEMA", "DATABASE")
            ? [statement.Match(statement.NameAt(statement.All.At(2, "IF", "EXISTS") ? 4 : 2).ToString())]
            : [];

    private static IEnumerable<LintMatch> Truncate(LintStatement statement)
    {
        if (!statement.All.At(0, "TRUNCATE"))
        {
            return [];
        }

        var at = statement.All.At(1, "TABLE") ? 2 : 1;
        at += statement.All.At(at, "ONLY") ? 1 : 0;
        return statement.All.From(at).Split()
            .Select(name => (Table: statement.NameAt(name.Start), Line: name.LineAt(0)))
            .Where(named => !statement.IsNew(named.Table))
            .Select(named => statement.Match(named.Table.ToString(), named.Line));
    }

    private static IEnumerable<LintMatch> DropCascade(LintStatement statement)
        => (statement.All.At(0, "DROP") || statement.All.At(0, "TRUNCATE")) && statement.All.At(statement.All.Count - 1, "CASCADE")
            ? [statement.Match(statement.All.Until(3).ToString())]
            : statement.ActionsOnOldTable
                .Where(static action => action.At(0, "DROP") && action.At(action.Count - 1, "CASCADE"))
                .Select(action => statement.Match(action.ToString(), action.LineAt(0)));
}
