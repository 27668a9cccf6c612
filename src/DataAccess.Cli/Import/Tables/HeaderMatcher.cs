using DataAccess.Cli.Import.Conversion;
using DataAccess.Mapping;
using DataAccess.Providers;

namespace DataAccess.Cli.Import.Tables;

/// <summary>Matches each field of a file with a column of the table.</summary>
internal static class HeaderMatcher
{
    /// <summary>Matches by exact name, then without regard to case, then by the name in snake_case.</summary>
    /// <exception cref="TableMismatchException">A field has no column, two have the same, or a column that requires a value has no field.</exception>
    public static IReadOnlyList<TargetColumn> Match(IReadOnlyList<string> fields, IReadOnlyList<TableColumn> columns, TableName table)
    {
        var targets = new List<TargetColumn>(fields.Count);
        var fieldOf = new Dictionary<TableColumn, string>();
        for (var i = 0; i < fields.Count; i++)
        {
            var column = Find(fields[i], columns)
                ?? throw new TableMismatchException(
                    $"The file's column '{fields[i]}' is not in table '{table}', whose columns are: {NamesOf(columns)}. "
                    + "Rename it in the file's header, or add it to the table.");
            if (column.IsGenerated)
            {
                throw new TableMismatchException(
                    $"Column '{column.Name}' of table '{table}' is computed by the database and cannot be loaded. Remove it from the file.");
            }

            if (!fieldOf.TryAdd(column, fields[i]))
            {
                throw new TableMismatchException(
                    $"The file's columns '{fieldOf[column]}' and '{fields[i]}' both match column '{column.Name}' of table '{table}'. Rename one.");
            }

            targets.Add(new TargetColumn(i, column.Name, ColumnType.Of(column.ClrType), column.IsNullable, column.IsKey));
        }

        RequireValues(columns.Where(column => !fieldOf.ContainsKey(column)), table);

        // A part of a key says nothing of which row is meant.
        return columns.All(column => !column.IsKey || fieldOf.ContainsKey(column)) ? targets : [.. targets.Select(static target => target with { IsKey = false })];
    }

    private static TableColumn? Find(string field, IReadOnlyList<TableColumn> columns)
    {
        var name = field.Trim();
        var snake = ColumnNames.Of(name);
        return columns.FirstOrDefault(c => c.Name == name)
            ?? columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? columns.FirstOrDefault(c => c.Name.Equals(snake, StringComparison.OrdinalIgnoreCase));
    }

    private static void RequireValues(IEnumerable<TableColumn> absent, TableName table)
    {
        var missing = absent.Where(static c => !c.IsNullable && !c.HasDefault && !c.IsGenerated).ToList();
        if (missing.Count > 0)
        {
            throw new TableMismatchException(
                $"Table '{table}' requires a value for {NamesOf(missing)}, but the file has no such column. "
                + "Add it to the file, or give the column a default.");
        }
    }

    private static string NamesOf(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Select(static c => c.Name));
}
