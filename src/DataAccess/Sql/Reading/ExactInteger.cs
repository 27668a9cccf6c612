using System.Data.Common;
using System.Globalization;
using System.Numerics;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as an integer, or fails: nothing is rounded or cut off.</summary>
/// <typeparam name="T">The integer's type.</typeparam>
internal static class ExactInteger<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static T Read(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return type == typeof(T) ? reader.GetFieldValue<T>(column)
            : type == typeof(long) ? Of(reader.GetInt64(column))
            : type == typeof(int) ? Of(reader.GetInt32(column))
            : type == typeof(string) ? T.Parse(reader.GetString(column), NumberStyles.Integer, CultureInfo.InvariantCulture)
            : OfOther(reader, column, type);
    }

    private static T OfOther(DbDataReader reader, int column, Type type)
        => Type.GetTypeCode(type) switch
        {
            TypeCode.Int16 => Of(reader.GetInt16(column)),
            TypeCode.SByte => Of(reader.GetFieldValue<sbyte>(column)),
            TypeCode.Byte => Of(reader.GetByte(column)),
            TypeCode.UInt16 => Of(reader.GetFieldValue<ushort>(column)),
            TypeCode.UInt32 => Of(reader.GetFieldValue<uint>(column)),
            TypeCode.UInt64 => Of(reader.GetFieldValue<ulong>(column)),
            TypeCode.Decimal => OfWhole(reader.GetDecimal(column)),
            TypeCode.Double => OfWhole(reader.GetDouble(column)),
            TypeCode.Single => OfWhole(reader.GetFloat(column)),
            _ => throw new InvalidCastException($"A value of type {type.Name} is not an integer."),
        };

    private static T Of<TValue>(TValue value)
        where TValue : struct, IBinaryInteger<TValue>
    {
        try
        {
            return T.CreateChecked(value);
        }
        catch (OverflowException)
        {
            throw OutOfRange(value);
        }
    }

    /// <summary>The integer that a number is.</summary>
    /// <exception cref="InvalidCastException">It has a fraction.</exception>
    /// <exception cref="OverflowException">It is out of range.</exception>
    public static T OfWhole<TValue>(TValue value)
        where TValue : struct, IFloatingPoint<TValue>
    {
        if (!TValue.IsInteger(value))
        {
            throw new InvalidCastException(Invariant($"{value} is not a whole number."));
        }

        // A float's largest integers are rounded to a power of two, so that the checked conversion accepts one too many.
        try
        {
            var whole = T.CreateChecked(value);
            return TValue.CreateChecked(whole) == value ? whole : throw OutOfRange(value);
        }
        catch (OverflowException)
        {
            throw OutOfRange(value);
        }
    }

    private static OverflowException OutOfRange<TValue>(TValue value)
        where TValue : IFormattable
        => new(Invariant($"{value} is outside the range of {typeof(T).Name}, {T.MinValue} to {T.MaxValue}."));
}
