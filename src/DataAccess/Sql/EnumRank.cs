namespace DataAccess.Sql;

/// <summary>By what a column of names sorts its values: the position of a name, or the bits of several. A comparison by order takes this, as names are compared as text.</summary>
internal static class EnumRank
{
    /// <param name="value">The name, or the names with commas between them.</param>
    /// <param name="names">The column's names in their order.</param>
    /// <param name="isSet">Whether it stores several.</param>
    /// <exception cref="MappingException">The column has no such name.</exception>
    public static object Of(string value, IReadOnlyList<string> names, bool isSet)
        => !isSet ? PositionOf(value, names) + 1L
            : value.Length == 0 ? 0UL
            : value.Split(',').Aggregate(0UL, (bits, name) => bits | (1UL << PositionOf(name, names)));

    private static int PositionOf(string name, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new MappingException($"'{name}' is none of the column's names, {string.Join(", ", names)}, so that it has no place in their order.");
    }
}
