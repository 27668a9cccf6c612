using System.Data.Common;
using System.Globalization;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Reads one column of a result as a member's type.</summary>
internal static class ColumnReader
{
    /// <summary>Whether a value of the type is a single column and not a row.</summary>
    public static bool IsScalar(Type type) => type.IsEnum || type == typeof(object) || ScalarTypes.Find(type) is not null || ScalarTypes.FindByArray(type) is not null;

    /// <summary>The function that reads a column as the type, which is not nullable; an enum is returned as its number.</summary>
    public static Func<DbDataReader, int, object>? For(Type type)
        => type.IsEnum
            ? (reader, column) => ReadEnum(reader, column, type)
            : type == typeof(object) ? static (reader, column) => reader.GetValue(column)
            : ScalarTypes.Find(type) is { } scalar ? scalar.Read
            : ScalarTypes.FindByArray(type) is { } element ? element.ReadArray
            : null;

    private static object ReadEnum(DbDataReader reader, int column, Type type)
    {
        var number = Enum.GetUnderlyingType(type);
        return reader.GetFieldType(column) == typeof(string)
            ? Convert.ChangeType(Named(type, reader.GetString(column)), number, CultureInfo.InvariantCulture)
            : ScalarTypes.Find(number)!.Read(reader, column);
    }

    /// <summary>The value of a name, or of several; none of them is the zero of an enum of flags.</summary>
    private static object Named(Type type, string text)
        => text.Length == 0 && type.IsDefined(typeof(FlagsAttribute), inherit: false) ? Enum.ToObject(type, 0) : Enum.Parse(type, text, ignoreCase: true);
}
