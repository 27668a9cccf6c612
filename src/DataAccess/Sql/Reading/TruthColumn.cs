using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as true or false: as a number, zero is false and any other number is true, as databases without such a type take it.</summary>
internal static class TruthColumn
{
    public static bool Read(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => reader.GetBoolean(column),
            TypeCode.String => Parse(reader.GetString(column)),
            TypeCode.UInt64 => reader.GetFieldValue<ulong>(column) != 0,
            TypeCode.Object or TypeCode.DateTime => throw new InvalidCastException($"A value of type {type.Name} is neither true nor false."),
            _ => ExactInteger<long>.Read(reader, column) != 0,
        };
    }

    private static bool Parse(string text)
        => bool.TryParse(text, out var value) ? value
        : text is "1" or "0" ? text == "1"
        : throw new FormatException("The text is neither 'true' nor 'false'.");
}
