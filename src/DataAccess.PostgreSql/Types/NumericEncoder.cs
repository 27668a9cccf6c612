using System.Buffers.Binary;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>
/// numeric: the count of base-10,000 digits, the weight of the first digit, the sign, the display scale, and the digits. See
/// numeric_recv in https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c.
/// </summary>
internal static class NumericEncoder
{
    private const int Base = 10_000;
    private const int DecimalsPerDigit = 4;
    private const short Negative = 0x4000;
    private const int HeaderBytes = 4 * sizeof(short);

    // 96 bits and up to three decimals of padding are at most 32 decimals.
    private const int MaxDigits = 8;

    public static bool Write(ByteBuffer buffer, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xff;
        var isNegative = bits[3] < 0;

        // The decimal point must be between two base-10,000 digits.
        var padding = -scale & (DecimalsPerDigit - 1);
        var rest = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]) * Power(padding);
        Span<short> digits = stackalloc short[MaxDigits];
        var count = Split(rest, digits);
        var weight = count - 1 - ((scale + padding) / DecimalsPerDigit);

        var least = 0;
        while (least < count && digits[least] == 0)
        {
            least++;
        }

        var sent = count - least;
        buffer.WriteInt32(HeaderBytes + (sent * sizeof(short)));
        buffer.WriteInt16((short)sent);
        buffer.WriteInt16(sent == 0 ? (short)0 : (short)weight);
        buffer.WriteInt16(isNegative && sent > 0 ? Negative : (short)0);
        buffer.WriteInt16((short)scale);
        var target = buffer.Take(sent * sizeof(short));
        for (var i = 0; i < sent; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(target[(i * sizeof(short))..], digits[count - 1 - i]);
        }

        return true;
    }

    /// <summary>The base-10,000 digits, least significant first.</summary>
    private static int Split(UInt128 rest, Span<short> digits)
    {
        var count = 0;
        while (rest > ulong.MaxValue)
        {
            (rest, var digit) = UInt128.DivRem(rest, Base);
            digits[count++] = (short)digit;
        }

        // Nearly every value takes this path, and the processor divides 64 bits much faster than 128.
        for (var small = (ulong)rest; small > 0; small /= Base)
        {
            digits[count++] = (short)(small % Base);
        }

        return count;
    }

    private static uint Power(int decimals) => decimals switch { 0 => 1, 1 => 10, 2 => 100, _ => 1_000 };
}
