namespace DataAccess.Conformance.Faults;

/// <summary>A machine whose clock is wrong: its calendar is, and not how fast its time passes.</summary>
public sealed class FaultClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
