namespace DataAccess.Threading;

/// <summary>The pool's monotonic clock: timestamps, and the time between them.</summary>
internal sealed class PoolClock(TimeProvider time)
{
    public TimeProvider Time => time;

    public long Now => time.GetTimestamp();

    /// <summary>The timestamp after a time span from now.</summary>
    public long In(TimeSpan span) => Now + (long)(span.TotalSeconds * time.TimestampFrequency);

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>The due time for a timer that must not fire before the timestamp; zero if the timestamp has passed.</summary>
    public TimeSpan Until(long timestamp)
        => timestamp - Now is var left and > 0
            ? TimeSpan.FromSeconds((double)left / time.TimestampFrequency) + TimeSpan.FromMilliseconds(1)
            : TimeSpan.Zero;
}
