namespace DataAccess.Conformance;

/// <summary>A machine's clock that is wrong, or that goes on while the machine sleeps.</summary>
public sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    private long _shift = shift.Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _shift));

    /// <summary>Lets it be later by as much, without any timer noticing.</summary>
    public void Sleep(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);
}
