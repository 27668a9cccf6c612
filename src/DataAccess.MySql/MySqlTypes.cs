namespace DataAccess.MySql;

/// <summary>What a MySQL column type means.</summary>
internal static class MySqlTypes
{
    /// <summary>The CLR type that values of a column are sent as. Types without one of their own are sent as text, which the server converts.</summary>
    /// <param name="dataType">The type's name: <c>int</c>.</param>
    /// <param name="columnType">The type with its length and sign: <c>tinyint(1)</c>, <c>int unsigned</c>.</param>
    public static Type ClrTypeOf(string dataType, string columnType)
    {
        var isUnsigned = columnType.Contains("unsigned", StringComparison.Ordinal);
        return dataType switch
        {
            "tinyint" when columnType.StartsWith("tinyint(1)", StringComparison.Ordinal) => typeof(bool),
            "tinyint" => isUnsigned ? typeof(byte) : typeof(sbyte),
            "smallint" => isUnsigned ? typeof(ushort) : typeof(short),
            "mediumint" or "int" => isUnsigned ? typeof(uint) : typeof(int),
            "year" => typeof(short),
            "bigint" => isUnsigned ? typeof(ulong) : typeof(long),
            "decimal" => typeof(decimal),
            "float" => typeof(float),
            "double" => typeof(double),
            "date" => typeof(DateOnly),
            "datetime" or "timestamp" => typeof(DateTime),
            "time" => typeof(TimeSpan),
            "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => typeof(byte[]),
            _ => typeof(string),
        };
    }
}
