using System.Globalization;
using DataAccess.Cli.Import.Conversion;

namespace DataAccess.Cli.Import.Inference;

/// <summary>Classifies a value by its text alone.</summary>
internal static class ValueClassifier
{
    /// <summary>Any decimal number of this many digits survives a round trip through a double.</summary>
    private const int DoubleDigits = 15;

    private const int DecimalDigits = 28;

    /// <summary>Databases keep microseconds.</summary>
    private const int SecondDigits = 6;

    private const long LargestExactInDouble = 1L << 53;

    /// <param name="text">The value.</param>
    /// <param name="isText">Whether it is stated to be text, and so neither a number nor a boolean even if it looks like one.</param>
    public static ValueClass Classify(ReadOnlySpan<char> text, bool isText)
    {
        var value = text.Trim();
        if (value.Length >= 10 && value[4] == '-' && char.IsAsciiDigit(value[0]) && ClassifyTime(value) is { } time)
        {
            return time;
        }

        if (value.Length == 36 && Guid.TryParseExact(value, "D", out _))
        {
            return ValueClass.Uuid;
        }

        if (isText)
        {
            return ValueClass.Text;
        }

        return value.Length is 4 or 5 && bool.TryParse(value, out _)
            ? ValueClass.Boolean
            : ClassifyNumber(value);
    }

    private static ValueClass? ClassifyTime(ReadOnlySpan<char> value)
    {
        if (Iso8601.TryParseDate(value, out _))
        {
            return ValueClass.Date;
        }

        if (!Iso8601.TryParseTimestamp(value, out _, out var offset))
        {
            return null;
        }

        var point = value.IndexOf('.');
        var fraction = point < 0 ? 0 : DigitsAtStart(value[(point + 1)..]);
        return fraction > SecondDigits ? ValueClass.Verbatim : offset is null ? ValueClass.Timestamp : ValueClass.TimestampWithOffset;
    }

    private static ValueClass ClassifyNumber(ReadOnlySpan<char> value)
    {
        var unsigned = value is ['-' or '+', ..] ? value[1..] : value;
        if (unsigned is not ['.' or (>= '0' and <= '9'), ..]
            || !double.TryParse(unsigned, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return ValueClass.Text;
        }

        if (value[0] == '+' || unsigned is ['0', >= '0' and <= '9', ..])
        {
            return ValueClass.Verbatim;
        }

        var mantissaEnd = unsigned.IndexOfAny('e', 'E');
        var mantissa = mantissaEnd < 0 ? unsigned : unsigned[..mantissaEnd];
        var digits = SignificantDigits(mantissa);
        if (mantissaEnd >= 0)
        {
            var survives = digits <= DoubleDigits && double.IsFinite(number) && (double.IsNormal(number) || digits == 0);
            return survives ? ValueClass.Scientific : ValueClass.Verbatim;
        }

        if (mantissa.Contains('.'))
        {
            return digits <= DoubleDigits ? ValueClass.Double : digits <= DecimalDigits ? ValueClass.Decimal : ValueClass.Verbatim;
        }

        return value is ['-', '0'] ? ValueClass.Verbatim : ClassifyInteger(value);
    }

    private static ValueClass ClassifyInteger(ReadOnlySpan<char> value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return ValueClass.Verbatim;
        }

        return integer is >= -LargestExactInDouble and <= LargestExactInDouble ? ValueClass.Integer : ValueClass.LongInteger;
    }

    private static int SignificantDigits(ReadOnlySpan<char> mantissa)
    {
        var significant = mantissa.TrimStart("0.");
        return significant.Length - significant.Count('.');
    }

    private static int DigitsAtStart(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
