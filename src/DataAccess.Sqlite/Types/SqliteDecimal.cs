namespace DataAccess.Sqlite.Types;

/// <summary>
/// Decimals as SQLite's own numbers, so that they compare, order and sum as numbers: whole ones as an integer, others as a real. A real keeps 15
/// significant digits, also where a column's affinity makes text of it: https://www.sqlite.org/datatype3.html.
/// </summary>
internal static class SqliteDecimal
{
    // The most that any number of 15 digits can be.
    private const ulong MostDigits = 999_999_999_999_999;

    /// <summary>The value as an integer, if it is one.</summary>
    public static bool TryInteger(decimal value, out long integer)
    {
        var isInteger = value is >= long.MinValue and <= long.MaxValue && decimal.IsInteger(value);
        integer = isInteger ? (long)value : 0;
        return isInteger;
    }

    /// <summary>The value as a real; false if it has more digits than a real keeps.</summary>
    public static bool TryReal(decimal value, out double real)
    {
        real = (double)value;
        return Digits(value) <= MostDigits;
    }

    /// <summary>The significant digits as a whole number.</summary>
    private static UInt128 Digits(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        while (digits > MostDigits && digits % 10 == 0)
        {
            digits /= 10;
        }

        return digits;
    }
}
