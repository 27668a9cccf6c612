using System.Data.Common;
using System.Runtime.CompilerServices;

namespace DataAccess.Mapping;

/// <summary>Reads a column as an enum: its name in any case if the column is text, otherwise its number.</summary>
internal static class EnumColumn
{
    /// <summary>The function that reads a column as an enum that is known at compile time.</summary>
    public static Func<DbDataReader, int, TEnum> ReaderOf<TEnum>()
        where TEnum : struct
        => Type.GetTypeCode(typeof(TEnum)) switch
        {
            TypeCode.SByte => Read<TEnum, sbyte>,
            TypeCode.Byte => Read<TEnum, byte>,
            TypeCode.Int16 => Read<TEnum, short>,
            TypeCode.UInt16 => Read<TEnum, ushort>,
            TypeCode.UInt32 => Read<TEnum, uint>,
            TypeCode.Int64 => Read<TEnum, long>,
            TypeCode.UInt64 => Read<TEnum, ulong>,
            _ => Read<TEnum, int>,
        };

    private static TEnum Read<TEnum, TNumber>(DbDataReader reader, int column)
        where TEnum : struct
        where TNumber : struct
    {
        if (reader.GetFieldType(column) == typeof(string))
        {
            return Enum.Parse<TEnum>(reader.GetString(column), ignoreCase: true);
        }

        // An enum has the bits of its number.
        var number = ValueReader<TNumber>.Read(reader, column);
        return Unsafe.As<TNumber, TEnum>(ref number);
    }
}
