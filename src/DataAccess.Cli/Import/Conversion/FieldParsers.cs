using System.Globalization;

namespace DataAccess.Cli.Import.Conversion;

/// <summary>Reads values from text. The culture and surrounding blanks do not matter, and nothing is rounded to fit.</summary>
internal static class FieldParsers
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fractional = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static string? Text(ReadOnlySpan<char> text, out object? value)
    {
        value = text.ToString();
        return null;
    }

    public static string? Boolean(ReadOnlySpan<char> text, out object? value)
    {
        value = text.Trim() switch
        {
            "1" => true,
            "0" => false,
            var word when IsOneOf(word, "true", "t", "yes", "y") => true,
            var word when IsOneOf(word, "false", "f", "no", "n") => false,
            _ => null,
        };
        return value is null ? "is not a valid boolean; use true or false, t or f, yes or no, 1 or 0" : null;
    }

    public static string? Integer<T>(ReadOnlySpan<char> text, out object? value)
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
            ? Invariant($"is out of range ({T.MinValue} to {T.MaxValue})")
            : "is not a valid integer";
    }

    public static string? Single(ReadOnlySpan<char> text, out object? value)
    {
        value = float.TryParse(text.Trim(), Fractional, CultureInfo.InvariantCulture, out var parsed) && float.IsFinite(parsed) ? parsed : null;
        return value is null ? "is not a finite number" : null;
    }

    public static string? Double(ReadOnlySpan<char> text, out object? value)
    {
        value = double.TryParse(text.Trim(), Fractional, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) ? parsed : null;
        return value is null ? "is not a finite number" : null;
    }

    public static string? Decimal(ReadOnlySpan<char> text, out object? value)
    {
        if (!decimal.TryParse(text.Trim(), Fractional, CultureInfo.InvariantCulture, out var parsed))
        {
            value = null;
            return "is not a valid number, or has more than the 28 digits of a decimal";
        }

        value = parsed;
        return null;
    }

    public static string? Date(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseDate(text.Trim(), out var date) ? date : null;
        return value is null ? "is not a valid date; use the form 2024-12-31" : null;
    }

    public static string? Time(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseTime(text.Trim(), out var time) ? time : null;
        return value is null ? "is not a valid time of day; use the form 23:59:59" : null;
    }

    /// <summary>A timestamp with an offset goes into a column without one as UTC.</summary>
    public static string? Timestamp(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseTimestamp(text.Trim(), out var time, out var offset) ? time - (offset ?? TimeSpan.Zero) : null;
        return value is null ? "is not a valid timestamp; use the form 2024-12-31T23:59:59" : null;
    }

    /// <summary>A timestamp without an offset goes into a column with one as UTC.</summary>
    public static string? TimestampWithOffset(ReadOnlySpan<char> text, out object? value)
    {
        value = Iso8601.TryParseTimestamp(text.Trim(), out var time, out var offset) ? new DateTimeOffset(time, offset ?? TimeSpan.Zero) : null;
        return value is null ? "is not a valid timestamp; use the form 2024-12-31T23:59:59+01:00" : null;
    }

    public static string? Uuid(ReadOnlySpan<char> text, out object? value)
    {
        value = Guid.TryParse(text.Trim(), out var parsed) ? parsed : null;
        return value is null ? "is not a valid UUID" : null;
    }

    /// <summary>Hexadecimal with the prefix <c>\x</c> or <c>0x</c>, else Base64.</summary>
    public static string? Bytes(ReadOnlySpan<char> text, out object? value)
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
            return "is neither hexadecimal with the prefix \\x or 0x, nor Base64";
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
