using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as text, as one character, or as what databases store as text or bytes.</summary>
internal static class TextColumn
{
    private const int GuidBytes = 16;

    /// <summary>Text, also of a column that the driver does not read as text but tells it.</summary>
    public static string Any(DbDataReader reader, int column) => DriverColumns.Text(reader, column) ?? reader.GetFieldValue<string>(column);

    public static char Char(DbDataReader reader, int column)
    {
        if (reader.GetFieldType(column) == typeof(char))
        {
            return reader.GetFieldValue<char>(column);
        }

        var text = reader.GetFieldValue<string>(column);

        // MySQL removes the trailing spaces of char(n): https://dev.mysql.com/doc/refman/9.4/en/char.html.
        return text.Length == 1 ? text[0]
            : text.Length == 0 && reader.GetDataTypeName(column).StartsWith("CHAR(", StringComparison.Ordinal) ? ' '
            : throw new InvalidCastException("The text is not a single character.");
    }

    /// <summary>A Guid from its text in any of its usual forms, or from its 16 bytes in the order of its digits, as RFC 9562 has them.</summary>
    public static Guid Guid(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return type == typeof(Guid) ? reader.GetGuid(column)
            : type == typeof(string) ? System.Guid.Parse(reader.GetString(column))
            : type == typeof(byte[]) ? OfBytes(reader.GetFieldValue<byte[]>(column))
            : throw new InvalidCastException($"A value of type {type.Name} is not a Guid.");
    }

    public static byte[] Bytes(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return type == typeof(long) || type == typeof(double)
            ? throw new InvalidCastException("A number is not bytes.")
            : reader.GetFieldValue<byte[]>(column);
    }

    private static Guid OfBytes(byte[] bytes)
        => bytes.Length == GuidBytes
            ? new Guid(bytes, bigEndian: true)
            : throw new InvalidCastException(Invariant($"A Guid has {GuidBytes} bytes, and the value has {bytes.Length}."));
}
