using System.Data.Common;
using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>A part of a key as the row's member has it: a column has a value as its converter stores it, and an enum as the number that it is made of.</summary>
internal static class KeyValue
{
    /// <summary>The type in which the part is sent.</summary>
    public static Type SentType<T>(ColumnMap<T> column) => column.Conversion?.ColumnType ?? column.MemberType;

    /// <param name="column">The part's column.</param>
    /// <param name="value">Its value in the column.</param>
    public static object? Of<T>(ColumnMap<T> column, object? value)
        => value is null ? null
            : column.Conversion is { } conversion ? conversion.FromColumn(value)
            : column.EnumType is { } type ? Enum.ToObject(type, value)
            : value;

    /// <summary>Reads it from a column of a result's current row.</summary>
    public static object? Read<T>(ColumnMap<T> column, DbDataReader reader, int ordinal) => Of(column, ColumnReader.For(SentType(column))(reader, ordinal));
}
