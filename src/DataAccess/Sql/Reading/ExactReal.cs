using System.Data.Common;
using System.Globalization;
using System.Numerics;

namespace DataAccess.Sql.Reading;

/// <summary>
/// Reads a column as a real number. A decimal or a wider real becomes the nearest one, which is what such a type means; an integer that is not
/// exactly one, and a number beyond its range, are errors.
/// </summary>
/// <typeparam name="T">The number's type.</typeparam>
internal static class ExactReal<T>
    where T : struct, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public static T Read(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return type == typeof(T) ? reader.GetFieldValue<T>(column) : OfOther(reader, column, type);
    }

    private static T OfOther(DbDataReader reader, int column, Type type)
        => Type.GetTypeCode(type) switch
        {
            TypeCode.Double => Nearest(reader.GetDouble(column)),
            TypeCode.Single => T.CreateChecked(reader.GetFloat(column)),
            TypeCode.Decimal => T.CreateChecked(reader.GetDecimal(column)),
            TypeCode.Int64 => Of(reader.GetInt64(column)),
            TypeCode.Int32 => Of(reader.GetInt32(column)),
            TypeCode.Int16 => Of(reader.GetInt16(column)),
            TypeCode.SByte => Of(reader.GetFieldValue<sbyte>(column)),
            TypeCode.Byte => Of(reader.GetByte(column)),
            TypeCode.UInt16 => Of(reader.GetFieldValue<ushort>(column)),
            TypeCode.UInt32 => Of(reader.GetFieldValue<uint>(column)),
            TypeCode.UInt64 => Of(reader.GetFieldValue<ulong>(column)),
            TypeCode.String => T.Parse(reader.GetString(column), NumberStyles.Float, CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"A value of type {type.Name} is not a number."),
        };

    private static T Nearest(double value)
    {
        var nearest = T.CreateTruncating(value);
        return double.IsFinite(value) && !T.IsFinite(nearest)
            ? throw new OverflowException(Invariant($"{value} is outside the range of {typeof(T).Name}, {T.MinValue} to {T.MaxValue}."))
            : nearest;
    }

    private static T Of<TValue>(TValue value)
        where TValue : struct, IBinaryInteger<TValue>
    {
        // The largest integers round to a power of two that the integer's type does not have, so the way back is not checked but cut off.
        var real = T.CreateChecked(value);
        return Int128.CreateSaturating(real) == Int128.CreateChecked(value)
            ? real
            : throw new InvalidCastException(Invariant($"{typeof(T).Name} has no exact value for {value}."));
    }
}
