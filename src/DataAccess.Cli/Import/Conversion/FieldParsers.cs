using System.Globalization;

namespace DataAccess.Cli.Import.Conversion;

/// <summary>How each CLR type is read from text. No culture has a say, blanks around a value do not matter, and nothing is rounded to fit.</summary>
internal static class FieldParsers
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fractional = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The parser for a type; text for types that are not listed, which the database then reads itself.</summary>
    public static FieldParser For(Type type) => type switch
    {
        _ when type == typeof(bool) => Boolean,
        _ when type == typeof(byte) => Integer<byte>,
        _ when type == typeof(sbyte) => Integer<sbyte>,
        _ when type == typeof(short) => Integer<short>,
        _ when type == typeof(ushort) => Integer<ushort>,
        _ when type == typeof(int) => Integer<int>,
        _ when type == typeof(uint) => Integer<uint>,
        _ when type == typeof(long) => Integer<long>,
        _ when type == typeof(ulong) => Integer<ulong>,
        _ when type == typeof(float) => Single,
        _ when type == typeof(double) => Double,
        _ when type == typeof(decimal) => Decimal,
        _ when type == typeof(DateOnly) => Date,
        _ when type == typeof(TimeOnly) => Time,
        _ when type == typeof(DateTime) => Timestamp,
        _ when type == typeof(DateTimeOffset) => TimestampWithOffset,
        _ when type == typeof(Guid) => Uuid,
        _ when type == typeof(byte[]) => Bytes,
        _ => Text,
    };

    private static string? Text(ReadOnlySpan<char> text, out object? value)
    {
        value = text.ToString();
        return null;
    }

    private static string? Boolean(ReadOnlySpan<char> text, out object? value)
    {
        value = text.Trim() switch
        {
            "1" => true,
            "0" => false,
            var word when IsOneOf(word, "true", "t", "yes", "y") => true,
            var word when IsOneOf(word, "false", "f", "no", "n") => false,
            _ => null,
        };
        return value is null ? "is not a boolean: write true or false, t or f, yes or no, 1 or 0" : null;
    }

    private static string? Integer<T>(ReadOnlySpan<char> text, out object? value)
        where T : struct, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
    {
        var number = text.Trim();
        if (T.TryParse(number, Whole, CultureInfo.InvariantCulture, out var parsed))
        {
            value = parsed;
            return null;
        }

        value = null;
        var digits = number.TrimStart("+-");
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9')
            ? $"is outside {T.MinValue} to {T.MaxValue}"
            : "is not an integer";
    }

    private static string? Single(ReadOnlySpan<char> text, out object? value)
    {
        value = float.TryParse(text.Trim(), Fractional, CultureInfo.InvariantCulture, out var parsed) && float.IsFinite(parsed) ? parsed : null;
        return value is null ? "is not a finite number" : null;
    }

    private static string? Double(ReadOnlySpan<char> text, out object? value)
    {
        value = double.TryParse(text.Trim(), Fractional, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) ? parsed : null;
        return value is null ? "is not a finite number" : null;
    }

    private static string? Decimal(ReadOnlySpan<char> text, out object? value)
    {
        if (!decimal.TryParse(text.Trim(), Fractional, CultureInfo.InvariantCulture, out var parsed))
        {
            value = null;
            return "is not a number, or has more digits than a decimal holds (28)";
        }

        value = parsed;
        return null;
    }

    private static string? Date(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseDate(text.Trim(), out var date) ? date : null;
        return value is null ? "is not a date: write 2024-12-31" : null;
    }

    private static string? Time(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseTime(text.Trim(), out var time) ? time : null;
        return value is null ? "is not a time of day: write 23:59:59" : null;
    }

    /// <summary>A time with an offset goes into a column without one as UTC.</summary>
    private static string? Timestamp(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseTimestamp(text.Trim(), out var time, out var offset) ? time - (offset ?? TimeSpan.Zero) : null;
        return value is null ? "is not a time: write 2024-12-31T23:59:59" : null;
    }

    /// <summary>A time without an offset goes into a column with one as UTC.</summary>
    private static string? TimestampWithOffset(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseTimestamp(text.Trim(), out var time, out var offset) ? new DateTimeOffset(time, offset ?? TimeSpan.Zero) : null;
        return value is null ? "is not a time: write 2024-12-31T23:59:59+01:00" : null;
    }

    private static string? Uuid(ReadOnlySpan<char> text, out object? value)
    {
        value = Guid.TryParse(text.Trim(), out var parsed) ? parsed : null;
        return value is null ? "is not a UUID" : null;
    }

    /// <summary>Hexadecimal behind <c>\x</c> or <c>0x</c>, else Base64.</summary>
    private static string? Bytes(ReadOnlySpan<char> text, out object? value)
    {
        var trimmed = text.Trim();
        try
        {
            value = trimmed.StartsWith("\\x") || trimmed.StartsWith("0x")
                ? Convert.FromHexString(trimmed[2..])
                : Convert.FromBase64String(trimmed.ToString());
            return null;
        }
        catch (FormatException)
        {
            value = null;
            return "is neither hexadecimal behind \\x or 0x, nor Base64";
        }
    }

    private static bool IsOneOf(ReadOnlySpan<char> word, params ReadOnlySpan<string> words)
    {
        foreach (var candidate in words)
        {
            if (word.Equals(candidate, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
