using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Diffing;

/// <summary>Finds what is gone and may have been renamed. Pure.</summary>
internal static class RenameFinder
{
    public static IEnumerable<DiffQuestion> Of(SchemaContent present, SchemaContent wished)
    {
        var from = TablesOf(present);
        var to = TablesOf(wished);
        var added = to.Values.Where(t => !from.ContainsKey(t.Name)).ToList();
        foreach (var table in from.Values)
        {
            if (!to.TryGetValue(table.Name, out var same))
            {
                var candidates = added.Where(other => IsAlike(table, other)).Select(static t => t.Name).ToList();
                yield return new DiffQuestion("table", Table: null, table.Name, candidates, added.Select(static t => t.Name).ToList());
                continue;
            }

            var newColumns = same.Columns.Where(c => table.Columns.All(o => o.Name != c.Name)).ToList();
            foreach (var column in table.Columns.Where(c => same.Columns.All(n => n.Name != c.Name)))
            {
                var candidates = newColumns.Where(c => TypeOf(c) == TypeOf(column)).Select(static c => c.Name).ToList();
                yield return new DiffQuestion("column", table.Name, column.Name, candidates, newColumns.Select(static c => c.Name).ToList());
            }
        }
    }

    private static Dictionary<string, SnapshotObject> TablesOf(SchemaContent content)
        => content.Objects.Where(static o => o.Kind == "table").ToDictionary(static o => o.Name, StringComparer.Ordinal);

    /// <summary>Half of the columns are the same.</summary>
    private static bool IsAlike(SnapshotObject table, SnapshotObject other)
    {
        var shared = table.Columns.Count(c => other.Columns.Any(o => o.Name == c.Name && TypeOf(o) == TypeOf(c)));
        return shared * 2 >= Math.Max(table.Columns.Count, other.Columns.Count);
    }

    /// <summary>The first word of the type, in small letters: <c>varchar(20)</c> may have become <c>varchar(30)</c>.</summary>
    private static string TypeOf(SnapshotColumn column) => column.Type.Split([' ', '('], 2)[0].ToLowerInvariant();
}
