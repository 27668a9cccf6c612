using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>The check for array columns on databases that do not support them.</summary>
internal static class ArrayColumns
{
    public const string Advice =
        "Only PostgreSQL has array columns; on other databases store the list in a JSON column, with [Column(TypeName = \"json\")].";

    /// <summary>Whether values of the type belong in an array column. Bytes are a single value everywhere.</summary>
    public static bool IsArray(Type type) => type.IsArray && type != typeof(byte[]);

    /// <exception cref="MappingException">A column of the map is an array and the database does not support arrays.</exception>
    public static void ThrowUnlessSupported<T>(SqlDialect dialect, TableMap<T> map)
    {
        if (!dialect.SendsListsAsArrays && map.Columns.FirstOrDefault(static c => IsArray(c.Type)) is { } column)
        {
            throw new MappingException(
                $"{typeof(T).Name}.{column.Member} of type {column.Type.Name} cannot be stored in column '{column.Column}' of {dialect.Name}. {Advice}");
        }
    }
}
