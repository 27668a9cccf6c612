namespace DataAccess.Sqlite;

/// <summary>What a declared column type means. SQLite itself only knows its affinity.</summary>
internal static class SqliteTypes
{
    /// <summary>The CLR type whose values a column of the declared type is meant for.</summary>
    public static Type ClrTypeOf(string declared)
    {
        var type = declared.ToUpperInvariant();
        var bracket = type.IndexOf('(', StringComparison.Ordinal);
        var name = (bracket < 0 ? type : type[..bracket]).Trim();
        return name switch
        {
            "BOOL" or "BOOLEAN" => typeof(bool),
            "DATE" => typeof(DateOnly),
            "TIME" => typeof(TimeOnly),
            "DATETIME" or "TIMESTAMP" => typeof(DateTime),
            "TIMESTAMPTZ" => typeof(DateTimeOffset),
            "UUID" or "GUID" => typeof(Guid),
            "DECIMAL_TEXT" => typeof(decimal),
            _ => ByAffinity(name),
        };
    }

    // The rules of https://www.sqlite.org/datatype3.html#determination_of_column_affinity, in their order. A column without a
    // type keeps what it is given, for which text is the closest.
    private static Type ByAffinity(string name)
        => name.Contains("INT", StringComparison.Ordinal) ? typeof(long)
        : name.Contains("CHAR", StringComparison.Ordinal) || name.Contains("CLOB", StringComparison.Ordinal)
            || name.Contains("TEXT", StringComparison.Ordinal) || name.Length == 0 ? typeof(string)
        : name.Contains("BLOB", StringComparison.Ordinal) ? typeof(byte[])
        : name.Contains("REAL", StringComparison.Ordinal) || name.Contains("FLOA", StringComparison.Ordinal)
            || name.Contains("DOUB", StringComparison.Ordinal) ? typeof(double)
        : typeof(decimal);
}
