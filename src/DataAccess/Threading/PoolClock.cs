namespace DataAccess.Threading;

/// <summary>The pool's monotonic clock: its timestamps, and the times between them.</summary>
internal sealed class PoolClock(TimeProvider time)
{
    public TimeProvider Time => time;

    public long Now => time.GetTimestamp();

    /// <summary>The timestamp a while from now.</summary>
    public long In(TimeSpan span) => Now + (long)(span.TotalSeconds * time.TimestampFrequency);

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>For how long to set a timer, so that it does not ring before the timestamp; zero when that has passed.</summary>
    public TimeSpan Until(long timestamp)
        => timestamp - Now is var left and > 0
            ? TimeSpan.FromSeconds((double)left / time.TimestampFrequency) + TimeSpan.FromMilliseconds(1)
            : TimeSpan.Zero;
}
