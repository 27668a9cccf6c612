using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about names that change under a running program.</summary>
internal static class RenameRules
{
    public static IEnumerable<LintRule> OfAll { get; } =
    [
        new(
            "rename-table",
            "Every running program of the previous version fails from then on, as it still uses the old name.",
            "Leave a view with the old name in the same migration, or copy into a new table and move programs one release at a time.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", RenameTable),
        new(
            "rename-column",
            "Every running program of the previous version fails from then on, as it still uses the old name.",
            "Add a column with the new name, write both, fill it, read the new one, and drop the old one a release later.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", RenameColumn),
    ];

    /// <summary>A table created here, or one whose name is reused at once, is not missed.</summary>
    private static IEnumerable<LintMatch> RenameTable(LintStatement statement)
    {
        var renames = TableRename.In(statement).ToList();
        return renames
            .Where(rename => !statement.IsNew(rename.From)
                && !renames.Exists(other => LintStatement.Same(other.To, rename.From) || LintStatement.Same(other.From, rename.To))
                && !statement.After.Any(later => TakesName(later, rename.From)))
            .Select(rename => statement.Match($"{rename.From} to {rename.To}", rename.Line));
    }

    private static bool TakesName(LintStatement statement, SchemaName name)
        => TableRename.In(statement).Any(r => LintStatement.Same(r.To, name)) || (IsView(statement, out var view) && LintStatement.Same(view, name));

    private static bool IsView(LintStatement statement, out SchemaName view)
    {
        var at = statement.All.At(0, "CREATE") ? statement.All.Until(8).Find("VIEW") : -1;
        view = at > 0 ? statement.NameAt(at + (statement.All.At(at + 1, "IF", "NOT", "EXISTS") ? 4 : 1)) : default;
        return at > 0;
    }

    private static IEnumerable<LintMatch> RenameColumn(LintStatement statement)
    {
        foreach (var action in statement.ActionsOnOldTable)
        {
            if (action.At(0, "RENAME") && !TableRename.Is(action, statement.File.Target) && !action.AtAny(1, "INDEX", "KEY", "CONSTRAINT"))
            {
                var at = action.At(1, "COLUMN") ? 2 : 1;
                yield return statement.Match($"{statement.Alter!.Table}.{action[at]} to {action[at + 2]}", action.LineAt(0));
            }
            else if (ColumnChange.In(action) is { } change && !change.OldName.Equals(change.Column.Name, StringComparison.OrdinalIgnoreCase))
            {
                yield return statement.Match($"{statement.Alter!.Table}.{change.OldName} to {change.Column.Name}", action.LineAt(0));
            }
        }
    }
}
