using System.Runtime.InteropServices;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>A table that gets another name.</summary>
/// <param name="From">Its name before.</param>
/// <param name="To">Its name after.</param>
/// <param name="Line">The line inside the statement.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TableRename(SchemaName From, SchemaName To, int Line)
{
    /// <summary>The tables that a statement renames.</summary>
    public static IEnumerable<TableRename> In(LintStatement statement)
    {
        if (statement.All.At(0, "RENAME", "TABLE") || statement.All.At(0, "RENAME", "TABLES"))
        {
            var at = statement.All.At(2, "IF", "EXISTS") ? 4 : 2;
            foreach (var pair in statement.All.From(at).Split())
            {
                var to = pair.Find("TO");
                yield return new TableRename(statement.NameAt(pair.Start), statement.NameAt(pair.Start + to + 1), pair.LineAt(0));
            }
        }

        foreach (var action in statement.Alter?.Actions ?? [])
        {
            if (Is(action, statement.File.Target))
            {
                var at = action.AtAny(1, "TO", "AS") ? 2 : 1;
                yield return new TableRename(statement.Alter!.Table, statement.NameAt(action.Start + at), action.LineAt(0));
            }
        }
    }

    /// <summary>Whether an action of <c>alter table</c> renames the table, and not a part of it.</summary>
    public static bool Is(WordRange action, LintTarget target)
        => action.At(0, "RENAME") && (action.AtAny(1, "TO", "AS") || (target.RenamesTableWithoutTo && !action.AtAny(1, "COLUMN", "INDEX", "KEY")));
}
