namespace DataAccess.MySql;

/// <summary>
/// Decides by the table's columns, as the server has just described them, how LOAD DATA is told to read each. To it
/// everything is text, and text means something else than a number in some columns: the year 0 is 0000 and '0' is 2000, and
/// an enum takes a number for its position and text for its name.
/// </summary>
internal static class MySqlLoadPlan
{
    /// <param name="type">What the values are sent as.</param>
    /// <param name="column">The column's type as the driver names it: <c>INT</c>, <c>CHAR(36)</c>.</param>
    public static MySqlLoadColumn ColumnOf(Type type, string column)
    {
        var bracket = column.IndexOf('(', StringComparison.Ordinal);
        var name = (bracket < 0 ? column : column[..bracket]).Replace(" UNSIGNED", "", StringComparison.OrdinalIgnoreCase).ToUpperInvariant();
        if (type == typeof(byte[]))
        {
            return IsBinary(name) ? MySqlLoadColumn.Hex : MySqlLoadColumn.Unsafe;
        }

        var safe = Type.GetTypeCode(type) switch
        {
            TypeCode.String or TypeCode.Char => IsText(name) || name is "JSON" or "ENUM" or "SET",
            TypeCode.DateTime => name is "DATETIME" or "TIMESTAMP",
            TypeCode.Single or TypeCode.Double => name is "FLOAT" or "DOUBLE",
            TypeCode.Decimal => IsNumber(name),
            TypeCode.Object when type == typeof(DateTimeOffset) => name is "DATETIME" or "TIMESTAMP",
            TypeCode.Object when type == typeof(DateOnly) => name is "DATE",
            TypeCode.Object when type == typeof(TimeOnly) || type == typeof(TimeSpan) => name is "TIME",
            TypeCode.Object when type == typeof(Guid) => IsText(name),
            TypeCode.Object => false,
            _ when name is "BIT" => true,
            _ => IsNumber(name),
        };
        return !safe ? MySqlLoadColumn.Unsafe : name == "BIT" ? MySqlLoadColumn.Bits : MySqlLoadColumn.Text;
    }

    private static bool IsNumber(string name)
        => name is "BOOL" or "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "BIGINT" or "DECIMAL" or "FLOAT" or "DOUBLE";

    private static bool IsText(string name) => name is "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT";

    private static bool IsBinary(string name) => name is "BINARY" or "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB";
}
