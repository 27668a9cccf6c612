using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>
/// Dates, times and intervals. Anything finer than a microsecond is truncated, as Npgsql does it:
/// https://www.npgsql.org/doc/types/datetime.html.
/// </summary>
internal static class TimeEncoder
{
    private const int IntervalBytes = sizeof(long) + sizeof(int) + sizeof(int);

    public static bool WriteDate(ByteBuffer buffer, DateOnly value)
    {
        buffer.WriteInt32(sizeof(int));
        buffer.WriteInt32(RawTime.Of(value));
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

    public static bool WriteTimestamp(ByteBuffer buffer, DateTime value) => WriteMicroseconds(buffer, RawTime.Of(value));

    public static bool WriteTimestamp(ByteBuffer buffer, DateTimeOffset value) => WriteMicroseconds(buffer, RawTime.Of(value));

    private static bool WriteMicroseconds(ByteBuffer buffer, long value)
    {
        buffer.WriteInt32(sizeof(long));
        buffer.WriteInt64(value);
        return true;
    }
}
