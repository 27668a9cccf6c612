using System.Globalization;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about columns whose type changes.</summary>
internal static class TypeRules
{
    public static IEnumerable<LintRule> All { get; } =
    [
        new(
            "change-column-type", LintTargets.PostgreSql | LintTargets.MySqlFamily,
            "The table is written anew, row by row, while nobody else may write to it, and on PostgreSQL not even read.",
            "Add a column of the new type, write both, fill it in batches, and move reads over; widening a varchar or to text costs nothing.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", ChangeType),
    ];

    private static IEnumerable<LintMatch> ChangeType(LintStatement statement)
    {
        foreach (var action in statement.ActionsOnOldTable)
        {
            if (ColumnChange.In(action) is not { } change)
            {
                continue;
            }

            var old = statement.File.Schema.TypeOf(statement.Alter!.Table, change.OldName);
            var isMySql = statement.File.Flavour == SqlFlavour.MySql;
            if ((isMySql && MySqlRules.IsRefusedInsteadOfCopied(statement)) || (old is not null && IsCheap(old, change.Column.Type, isMySql)))
            {
                continue;
            }

            yield return statement.Match($"{statement.Alter.Table}.{change.OldName}{(old is null ? "" : $" from {old}")} to {change.Column.Type}", action.LineAt(0));
        }
    }

    /// <summary>Whether only the catalogue changes.</summary>
    private static bool IsCheap(string old, string now, bool isMySql)
    {
        var (oldName, oldSize, oldScale) = Parts(old);
        var (name, size, scale) = Parts(now);
        if (old == now)
        {
            return true;
        }

        if (isMySql)
        {
            // A length of up to 255 bytes is kept in one byte, a longer one in two; a character of utf8mb4 has up to four.
            return oldName == "varchar" && name == "varchar" && oldSize <= size && oldSize * 4 > 255 == size * 4 > 255;
        }

        return oldName == "varchar" ? name is "text" || (name == "varchar" && (size is null || oldSize <= size))
            : oldName == "text" ? name == "varchar" && size is null
            : oldName is "numeric" or "decimal" && name is "numeric" or "decimal" && (size is null || (oldSize <= size && oldScale == scale));
    }

    private static (string Name, int? Size, int? Scale) Parts(string type)
    {
        var parts = type.Split(['(', ',', ')'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (parts.Length > 0 ? parts[0] : "", Number(1), Number(2));

        int? Number(int at) => parts.Length > at && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
