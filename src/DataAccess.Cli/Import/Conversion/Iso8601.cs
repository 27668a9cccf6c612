using System.Globalization;

namespace DataAccess.Cli.Import.Conversion;

/// <summary>Reads dates and times in ISO 8601 only, with T or a blank between the two.</summary>
internal static class Iso8601
{
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] OffsetFormats = [@"hh\:mm", "hhmm", "hh"];

    public static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    public static bool TryParseTime(ReadOnlySpan<char> text, out TimeOnly time)
    {
        time = default;
        return text is not [.., '.']
            && TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>A date, or a date and a time of day, perhaps with an offset from UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time as written, of unspecified kind.</param>
    /// <param name="offset">The offset, or null if there is none.</param>
    public static bool TryParseTimestamp(ReadOnlySpan<char> text, out DateTime time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        if (text.Length < 10 || !TryParseDate(text[..10], out var date))
        {
            return false;
        }

        var clock = TimeOnly.MinValue;
        if (text.Length > 10)
        {
            var rest = text[11..];
            if (text[10] is not ('T' or 't' or ' ') || !TrySplitOffset(ref rest, out offset) || !TryParseTime(rest, out clock))
            {
                return false;
            }
        }

        time = date.ToDateTime(clock);
        return IsInRange(time, offset);
    }

    private static bool TrySplitOffset(ref ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = null;
        if (text is [.., 'Z' or 'z'])
        {
            offset = TimeSpan.Zero;
            text = text[..^1];
            return true;
        }

        var sign = text.LastIndexOfAny('+', '-');
        if (sign < 0)
        {
            return true;
        }

        if (!TimeSpan.TryParseExact(text[(sign + 1)..], OffsetFormats, CultureInfo.InvariantCulture, out var size) || size > TimeSpan.FromHours(14))
        {
            return false;
        }

        offset = text[sign] == '-' ? -size : size;
        text = text[..sign].TrimEnd();
        return true;
    }

    /// <summary>Whether the time is in range when converted to UTC.</summary>
    private static bool IsInRange(DateTime time, TimeSpan? offset)
    {
        var utc = time.Ticks - (offset ?? TimeSpan.Zero).Ticks;
        return utc >= DateTime.MinValue.Ticks && utc <= DateTime.MaxValue.Ticks;
    }
}
