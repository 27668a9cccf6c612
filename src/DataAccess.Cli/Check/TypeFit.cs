namespace DataAccess.Cli.Check;

/// <summary>
/// Whether the values of a column can be read as a type, as docs/types.md says. What depends on the value is not known, and is not reported: a number may
/// be too large, and a text may be a number or a date.
/// </summary>
internal static class TypeFit
{
    private static readonly string[] Numbers = ["bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal", "enum", "char", "System.TimeSpan"];

    private static readonly string[] Times = ["System.DateTime", "System.DateTimeOffset", "System.DateOnly"];

    private static readonly string[] Durations = ["System.TimeOnly", "System.TimeSpan"];

    private static readonly HashSet<string> Known = new([.. Numbers, .. Times, .. Durations, "string", "System.Guid"], StringComparer.Ordinal);

    /// <summary>The types of PostgreSQL that are read as text although the driver has another type for them.</summary>
    private static readonly HashSet<string> Told = new(["inet", "cidr", "macaddr", "macaddr8", "money", "xid", "oid", "cid", "xid8", "pg_lsn", "char"], StringComparer.Ordinal);

    /// <summary>Whether no value of the column can be read as the type.</summary>
    /// <param name="column">The type that the driver has for the column.</param>
    /// <param name="databaseType">The column's type as the database names it.</param>
    /// <param name="type">The type as C# writes it; null if it is not known.</param>
    public static bool IsMisfit(Type? column, string databaseType, string? type)
        => !(type == "string" && Told.Contains(databaseType)) && column is not null && type is not null && Known.Contains(type) && Readable(column) is { } readable && !readable.Contains(type, StringComparer.Ordinal);

    /// <summary>The types that a column can be read as; null if that is not known.</summary>
    private static string[]? Readable(Type column)
        => column == typeof(bool) ? ["bool"]
            : column.IsPrimitive || column == typeof(decimal) ? Numbers
            : column == typeof(DateTime) || column == typeof(DateTimeOffset) || column == typeof(DateOnly) ? Times
            : column == typeof(TimeSpan) || column == typeof(TimeOnly) ? Durations
            : column == typeof(Guid) ? ["System.Guid"]
            : column == typeof(byte[]) ? ["System.Guid"]
            : null;
}
