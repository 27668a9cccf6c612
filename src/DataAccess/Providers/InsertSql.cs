using DataAccess.Mapping;

namespace DataAccess.Providers;

/// <summary>The text of an insert of one or more rows, for the providers' batch inserters.</summary>
public static class InsertSql
{
    /// <summary><c>insert into</c> the table with all inserted columns and a placeholder for each.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="provider">The database's provider.</param>
    /// <param name="map">The table.</param>
    /// <param name="rows">The number of rows in the statement.</param>
    public static string For<T>(DatabaseProvider provider, TableMap<T> map, int rows = 1)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(map);
        var sql = new System.Text.StringBuilder(Head(provider, map)).Append(" values ");
        var parameter = 0;
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < map.Inserted.Count; column++)
            {
                sql.Append(column == 0 ? "" : ", ");
                provider.Dialect.AppendParameter(sql, parameter++);
            }

            sql.Append(')');
        }

        return sql.ToString();
    }

    /// <summary>
    /// The clause after the values of an insert that handles rows whose keys are already in the table, with a leading space; empty for
    /// <see cref="ConflictAction.Error"/>. A conflict on another unique constraint remains an error, except for
    /// <see cref="ConflictAction.Ignore"/> of rows that carry no key.
    /// </summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="provider">The database's provider.</param>
    /// <param name="map">The table.</param>
    /// <param name="onConflict">What happens to such a row.</param>
    /// <exception cref="MappingException">Rows are to overwrite others, and have no key of their own to determine which.</exception>
    public static string Tail<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(map);
        return onConflict switch
        {
            ConflictAction.Ignore when map.SendsKey => " " + provider.Dialect.Upsert(NamesOf(map.Keys), []),
            ConflictAction.Ignore => " " + provider.Dialect.IgnoreConflicts(map.Inserted[0].Column),
            ConflictAction.Update => " " + provider.Dialect.Upsert(
                NamesOf(SentKey(map)), NamesOf(map.Inserted.Where(static c => !c.IsKey))),
            _ => "",
        };
    }

    /// <summary><c>insert into</c> the table, all inserted columns, with a <c>select</c> of a null for each: for a check without rows, with a condition that is never true.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="provider">The database's provider.</param>
    /// <param name="map">The table.</param>
    public static string OfNulls<T>(DatabaseProvider provider, TableMap<T> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return $"{Head(provider, map)} select {string.Join(", ", Enumerable.Repeat("null", map.Inserted.Count))}";
    }

    /// <summary>Whether an insert may write fewer rows than it was sent, because a row may yield to an existing row with the same key.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="map">The table.</param>
    /// <param name="onConflict">What happens to such a row.</param>
    public static bool MayYield<T>(TableMap<T> map, ConflictAction onConflict)
    {
        ArgumentNullException.ThrowIfNull(map);
        return onConflict == ConflictAction.Ignore || (onConflict == ConflictAction.Update && map.Inserted.All(static c => c.IsKey));
    }

    private static string[] NamesOf<T>(IEnumerable<ColumnMap<T>> columns) => [.. columns.Select(static c => c.Column)];

    private static IReadOnlyList<ColumnMap<T>> SentKey<T>(TableMap<T> map)
        => map.SendsKey
            ? map.Keys
            : throw new MappingException(
                $"{typeof(T).Name} has no key that its rows provide, so {nameof(ConflictAction)}.{nameof(ConflictAction.Update)} cannot determine which row of '{map.Table}' to overwrite. "
                + "Mark a property that the database does not generate with [Key].");

    /// <summary><c>insert into</c> the table with the names of all inserted columns, without values.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <param name="provider">The database's provider.</param>
    /// <param name="map">The table.</param>
    /// <exception cref="MappingException">A column is an array, which the database does not support.</exception>
    public static string Head<T>(DatabaseProvider provider, TableMap<T> map)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(map);
        ArrayColumns.ThrowUnlessSupported(provider.Dialect, map);
        return $"insert into {provider.Quote(map.Table)} ({string.Join(", ", map.Inserted.Select(c => provider.Dialect.QuoteIdentifier(c.Column)))})";
    }
}
