using DataAccess.Sql;

namespace DataAccess.PostgreSql.Types;

/// <summary>
/// Dates and times as PostgreSQL stores them: days and microseconds since the year 2000, in UTC; anything finer is truncated.
/// </summary>
internal static class RawTime
{
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    public static int Of(DateOnly value) => value.DayNumber - EpochDay;

    public static long Of(DateTime value) => Microseconds(UtcTime.Of(value).Ticks);

    public static long Of(DateTimeOffset value) => Microseconds(value.UtcTicks);

    private static long Microseconds(long ticks) => (ticks - Epoch) / TimeSpan.TicksPerMicrosecond;
}
