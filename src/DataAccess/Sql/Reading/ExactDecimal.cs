using System.Data.Common;
using System.Globalization;

namespace DataAccess.Sql.Reading;

/// <summary>Reads a column as a decimal: each digit of a number that is exact, and the shortest digits that identify a real.</summary>
internal static class ExactDecimal
{
    private const NumberStyles Style = NumberStyles.Float;

    // Any text up to this length has no more digits than a decimal.
    private const int SafeLength = 28;

    private const byte MostDecimals = 28;

    private const decimal LargestOf27Digits = 999_999_999_999_999_999_999_999_999m;

    // A real at least this large has its 17 digits within the 28 that a decimal has after its point.
    private const double SafeReal = 1e-11;

    public static decimal Read(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Decimal => reader.GetDecimal(column) is var value && MayBeRounded(value) && DriverColumns.Digits(reader, column) is { } text ? Of(text) : value,
            TypeCode.Int64 => reader.GetInt64(column),
            TypeCode.Double => Of(reader.GetDouble(column)),
            TypeCode.String => Of(reader.GetString(column)),
            TypeCode.Int32 => reader.GetInt32(column),
            TypeCode.Int16 => reader.GetInt16(column),
            TypeCode.SByte => reader.GetFieldValue<sbyte>(column),
            TypeCode.Byte => reader.GetByte(column),
            TypeCode.UInt16 => reader.GetFieldValue<ushort>(column),
            TypeCode.UInt32 => reader.GetFieldValue<uint>(column),
            TypeCode.UInt64 => reader.GetFieldValue<ulong>(column),
            TypeCode.Single => Of(reader.GetFloat(column)),
            _ => throw new InvalidCastException($"A value of type {type.Name} is not a number."),
        };
    }

    /// <summary>Whether it has as many digits as a decimal can, so that more may have been rounded.</summary>
    private static bool MayBeRounded(decimal value) => value.Scale == MostDecimals || value is > LargestOf27Digits or < -LargestOf27Digits;

    private static decimal Of(double value)
        => !double.IsFinite(value) ? throw new InvalidCastException(Invariant($"{value} is not a decimal."))
        : value == 0 ? 0
        : Math.Abs(value) >= SafeReal ? decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), Style, CultureInfo.InvariantCulture)
        : Of(value.ToString("R", CultureInfo.InvariantCulture));

    private static decimal Of(float value)
        => float.IsFinite(value) ? Of(value.ToString("R", CultureInfo.InvariantCulture)) : throw new InvalidCastException(Invariant($"{value} is not a decimal."));

    /// <summary>The text's number; parsing alone would round what has more digits than a decimal.</summary>
    private static decimal Of(string text)
    {
        var value = decimal.Parse(text, Style, CultureInfo.InvariantCulture);
        var isExact = text.Length <= SafeLength && !text.Contains('e', StringComparison.OrdinalIgnoreCase);
        return isExact || DecimalDigits.Of(text) == DecimalDigits.Of(value.ToString(CultureInfo.InvariantCulture))
            ? value
            : throw new OverflowException($"{text} has more digits than a decimal.");
    }
}
