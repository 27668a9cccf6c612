using System.Globalization;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about columns whose type changes.</summary>
internal static class TypeRules
{
    public static LintRule OfPostgreSql { get; } = ChangeColumnType(static statement => ChangeType(statement, IsCheapOnPostgreSql));

    public static LintRule OfMySql { get; } = ChangeColumnType(
        static statement => MySqlRules.IsRejectedInsteadOfCopied(statement) ? [] : ChangeType(statement, IsCheapOnMySql));

    private static LintRule ChangeColumnType(Func<LintStatement, IEnumerable<LintMatch>> check) => new(
        "change-column-type",
        "The table is rewritten row by row while nobody else can write to it or, on PostgreSQL, even read it.",
        "Add a column of the new type, write both, fill it in batches, and move reads over; widening a varchar or to text costs nothing.",
        "https://www.postgresql.org/docs/current/sql-altertable.html", check);

    private static IEnumerable<LintMatch> ChangeType(LintStatement statement, Func<string, string, bool> isCheap)
    {
        foreach (var action in statement.ActionsOnOldTable)
        {
            if (ColumnChange.In(action) is not { } change)
            {
                continue;
            }

            var old = statement.File.Schema.TypeOf(statement.Alter!.Table, change.OldName);
            if (old is null || (old != change.Column.Type && !isCheap(old, change.Column.Type)))
            {
                yield return statement.Match($"{statement.Alter.Table}.{change.OldName}{(old is null ? "" : $" from {old}")} to {change.Column.Type}", action.LineAt(0));
            }
        }
    }

    /// <summary>Whether only the catalog changes.</summary>
    private static bool IsCheapOnPostgreSql(string old, string now)
    {
        var (oldName, oldSize, oldScale) = Parts(old);
        var (name, size, scale) = Parts(now);
        return oldName == "varchar" ? name is "text" || (name == "varchar" && (size is null || oldSize <= size))
            : oldName == "text" ? name == "varchar" && size is null
            : oldName is "numeric" or "decimal" && name is "numeric" or "decimal" && (size is null || (oldSize <= size && oldScale == scale));
    }

    /// <inheritdoc cref="IsCheapOnPostgreSql"/>
    private static bool IsCheapOnMySql(string old, string now)
    {
        var (oldName, oldSize, _) = Parts(old);
        var (name, size, _) = Parts(now);

        // A length of up to 255 bytes is kept in one byte, a longer one in two; a character of utf8mb4 has up to four.
        return oldName == "varchar" && name == "varchar" && oldSize <= size && oldSize * 4 > 255 == size * 4 > 255;
    }

    private static (string Name, int? Size, int? Scale) Parts(string type)
    {
        var parts = type.Split(['(', ',', ')'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (parts.Length > 0 ? parts[0] : "", Number(1), Number(2));

        int? Number(int at) => parts.Length > at && int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
