using DataAccess.Shared;
using DataAccess.Sql;

namespace DataAccess.PostgreSql.Types;

/// <summary>
/// Dates and times: days and microseconds since the year 2000. The first and the last value of a CLR type are the infinities,
/// and anything finer than a microsecond is truncated, both as Npgsql does it:
/// https://www.npgsql.org/doc/types/datetime.html.
/// </summary>
internal static class TimeEncoder
{
    private const int IntervalBytes = sizeof(long) + sizeof(int) + sizeof(int);

    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    public static bool WriteDate(ByteBuffer buffer, DateOnly value)
    {
        buffer.WriteInt32(sizeof(int));
        buffer.WriteInt32(
            value == DateOnly.MaxValue ? int.MaxValue
            : value == DateOnly.MinValue ? int.MinValue
            : value.DayNumber - EpochDay);
        return true;
    }

    public static bool WriteTime(ByteBuffer buffer, TimeOnly value)
    {
        buffer.WriteInt32(sizeof(long));
        buffer.WriteInt64(value.Ticks / TimeSpan.TicksPerMicrosecond);
        return true;
    }

    public static bool WriteInterval(ByteBuffer buffer, TimeSpan value)
    {
        buffer.WriteInt32(IntervalBytes);
        buffer.WriteInt64(value.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);
        buffer.WriteInt32(value.Days);

        // A TimeSpan has no months.
        buffer.WriteInt32(0);
        return true;
    }

    public static bool WriteTimestamp(ByteBuffer buffer, DateTime value) => WriteTicks(buffer, UtcTime.Of(value).Ticks);

    public static bool WriteTimestamp(ByteBuffer buffer, DateTimeOffset value) => WriteTicks(buffer, value.UtcTicks);

    private static bool WriteTicks(ByteBuffer buffer, long ticks)
    {
        buffer.WriteInt32(sizeof(long));
        buffer.WriteInt64(
            ticks == DateTime.MaxValue.Ticks ? long.MaxValue
            : ticks == DateTime.MinValue.Ticks ? long.MinValue
            : (ticks - Epoch) / TimeSpan.TicksPerMicrosecond);
        return true;
    }
}
