namespace DataAccess.Writing.Sending;

/// <summary>
/// How long ago a batch was begun, by both of the machine's clocks: the monotonic clock may stand still while the machine sleeps, and
/// the wall clock may be set back.
/// </summary>
internal readonly struct BatchAge(TimeProvider time)
{
    private readonly long _timestamp = time.GetTimestamp();
    private readonly DateTimeOffset _utc = time.GetUtcNow();

    public TimeSpan Elapsed
    {
        get
        {
            var (monotonic, utc) = (time.GetElapsedTime(_timestamp), time.GetUtcNow() - _utc);
            return monotonic > utc ? monotonic : utc;
        }
    }
}
