using DataAccess.Providers;

namespace DataAccess.Cli.Check;

/// <summary>Which columns are which object's of a join, by the rules of the library.</summary>
internal static class JoinColumns
{
    /// <summary>The columns of each element; null where the library would say that it does not know them.</summary>
    public static IReadOnlyList<StatementColumn>[]? Split(IReadOnlyList<StatementColumn> columns, IReadOnlyList<ManifestElement> elements, IReadOnlyList<string>? split, bool isPrefix)
    {
        if (split is not null && isPrefix)
        {
            return split.Count == elements.Count ? [.. split.Select(prefix => ByPrefix(columns, split, prefix))] : null;
        }

        var parts = new IReadOnlyList<StatementColumn>[elements.Count];
        var end = columns.Count;
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            var start = i == 0 ? 0 : StartOf(columns, elements[i], split is null ? null : split[Math.Min(i - 1, split.Count - 1)], i, end);
            if (start < 0 || start >= end)
            {
                return null;
            }

            parts[i] = [.. columns.Skip(start).Take(end - start)];
            end = start;
        }

        return parts;
    }

    private static int StartOf(IReadOnlyList<StatementColumn> columns, ManifestElement element, string? first, int number, int end)
    {
        if (first is null && element.Row is null)
        {
            return end - 1;
        }

        var key = element.Row?.Members?.FirstOrDefault(static member => member.Key);
        var start = end - 1;
        while (start >= number && !(first is null ? key?.Matches(columns[start].Name) == true : string.Equals(first, columns[start].Name, StringComparison.OrdinalIgnoreCase)))
        {
            start--;
        }

        return start >= number ? start : -1;
    }

    private static List<StatementColumn> ByPrefix(IReadOnlyList<StatementColumn> columns, IReadOnlyList<string> prefixes, string prefix)
        => [.. columns
            .Where(column => prefixes.Where(p => column.Name.StartsWith(p, StringComparison.OrdinalIgnoreCase)).MaxBy(static p => p.Length) == prefix)
            .Select(column => column with { Name = column.Name[prefix.Length..] })];
}
