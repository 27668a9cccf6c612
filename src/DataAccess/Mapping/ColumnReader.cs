using System.Data.Common;
using DataAccess.Sql;
using DataAccess.Sql.Reading;

namespace DataAccess.Mapping;

/// <summary>Reads one column of a result as a member's type.</summary>
internal static class ColumnReader
{
    /// <summary>Whether a value of the type is a single column and not a row.</summary>
    public static bool IsScalar(Type type) => type.IsEnum || type == typeof(object) || ScalarTypes.Find(type) is not null || ScalarTypes.FindByArray(type) is not null;

    /// <summary>The function that reads a column as the type, which is not nullable; an enum is returned as its number.</summary>
    public static Func<DbDataReader, int, object> For(Type type)
        => type.IsEnum
            ? (reader, column) => EnumColumn.Number(reader, column, type)
            : type == typeof(object) ? NaturalColumn.Read
            : ScalarTypes.Find(type) is { } scalar ? scalar.Read
            : ScalarTypes.FindByArray(type) is { } element ? element.ReadArray
            : static (reader, column) => reader.GetValue(column);
}
