namespace DataAccess.Migrations.Snapshots;

/// <summary>Compares two snapshots by object. Pure.</summary>
internal static class SnapshotComparison
{
    /// <param name="expected">The snapshot's objects with their SQL.</param>
    /// <param name="found">The database's.</param>
    public static IReadOnlyList<SchemaDifference> Of(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> found)
        => expected.Keys.Union(found.Keys, StringComparer.Ordinal)
            .Select(name => DifferenceOf(name, expected.GetValueOrDefault(name), found.GetValueOrDefault(name)))
            .OfType<SchemaDifference>()
            .OrderBy(static d => d.Name, StringComparer.Ordinal)
            .ToList();

    private static SchemaDifference? DifferenceOf(string name, string? expected, string? found)
    {
        if (expected == found)
        {
            return null;
        }

        var (removed, added) = Lines(LinesOf(expected), LinesOf(found));
        return new SchemaDifference(name, expected is null ? SchemaChange.Added : found is null ? SchemaChange.Removed : SchemaChange.Changed, removed, added);
    }

    private static string[] LinesOf(string? sql) => sql?.Split('\n') ?? [];

    /// <summary>What only one of two has, without the lines that both start and end with.</summary>
    private static (IReadOnlyList<string> Removed, IReadOnlyList<string> Added) Lines(string[] expected, string[] found)
    {
        // A last column has no comma behind it; that alone is no difference of the column.
        var had = expected.Select(Bare).ToHashSet(StringComparer.Ordinal);
        var has = found.Select(Bare).ToHashSet(StringComparer.Ordinal);
        var removed = expected.Where(line => !has.Contains(Bare(line))).ToList();
        var added = found.Where(line => !had.Contains(Bare(line))).ToList();

        // The same lines in another order.
        return removed.Count + added.Count > 0 ? (removed, added) : (expected, found);
    }

    private static string Bare(string line) => line.TrimEnd(',', ';');
}
