using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using DataAccess.Sql;

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

    /// <summary>The number of an enum.</summary>
    public static object Number(DbDataReader reader, int column, Type type)
    {
        var number = Enum.GetUnderlyingType(type);
        return reader.GetFieldType(column) == typeof(string)
            ? Convert.ChangeType(Named(type, reader.GetString(column)), number, CultureInfo.InvariantCulture)
            : ScalarTypes.Find(number)!.Read(reader, column);
    }

    private static object Named(Type type, string text) => IsNone(type, text) ? Enum.ToObject(type, 0) : Enum.Parse(type, OneName(type, text), ignoreCase: true);

    /// <summary>Several names are one value of an enum of flags only.</summary>
    private static string OneName(Type type, string text)
        => text.Contains(',', StringComparison.Ordinal) && !type.IsDefined(typeof(FlagsAttribute), inherit: false)
            ? throw new FormatException($"'{text}' is not one name, and {type.Name} is no enum of flags.")
            : text;

    /// <summary>Whether it is none of the names of an enum of flags, which is its zero.</summary>
    private static bool IsNone(Type type, string text) => text.Length == 0 && type.IsDefined(typeof(FlagsAttribute), inherit: false);

    private static TEnum Read<TEnum, TNumber>(DbDataReader reader, int column)
        where TEnum : struct
        where TNumber : struct
    {
        if (reader.GetFieldType(column) == typeof(string))
        {
            var text = reader.GetString(column);
            return IsNone(typeof(TEnum), text) ? default : Enum.Parse<TEnum>(OneName(typeof(TEnum), text), ignoreCase: true);
        }

        // An enum has the bits of its number.
        var number = ValueReader<TNumber>.Read(reader, column);
        return Unsafe.As<TNumber, TEnum>(ref number);
    }
}
