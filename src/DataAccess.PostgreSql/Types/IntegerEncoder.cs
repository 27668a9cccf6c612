using System.Numerics;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>Integers, in columns of any width that can hold the value.</summary>
internal static class IntegerEncoder<TValue>
    where TValue : struct, IBinaryInteger<TValue>
{
    public static bool WriteInt2(ByteBuffer buffer, TValue value)
    {
        if (!IsLong(value, out var number) || number is < short.MinValue or > short.MaxValue)
        {
            return false;
        }

        buffer.WriteInt32(sizeof(short));
        buffer.WriteInt16((short)number);
        return true;
    }

    public static bool WriteInt4(ByteBuffer buffer, TValue value)
    {
        if (!IsLong(value, out var number) || number is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        buffer.WriteInt32(sizeof(int));
        buffer.WriteInt32((int)number);
        return true;
    }

    public static bool WriteInt8(ByteBuffer buffer, TValue value)
    {
        if (!IsLong(value, out var number))
        {
            return false;
        }

        buffer.WriteInt32(sizeof(long));
        buffer.WriteInt64(number);
        return true;
    }

    public static bool WriteNumeric(ByteBuffer buffer, TValue value) => NumericEncoder.Write(buffer, decimal.CreateChecked(value));

    private static bool IsLong(TValue value, out long number)
    {
        number = long.CreateTruncating(value);
        return TValue.IsNegative(value) == number < 0;
    }
}
