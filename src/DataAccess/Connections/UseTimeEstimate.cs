namespace DataAccess;

/// <summary>How long leases are used for, as a moving average that gives the latest an eighth of the weight, as TCP does for its round trips (RFC 6298).</summary>
internal sealed class UseTimeEstimate
{
    private const int Weight = 8;

    private double _seconds;

    public void Add(TimeSpan used) => _seconds += (used.TotalSeconds - _seconds) / Weight;

    /// <summary>How long a caller waits for his turn.</summary>
    /// <param name="ahead">How many callers wait before him.</param>
    /// <param name="connections">How many connections serve them.</param>
    public TimeSpan WaitBehind(int ahead, int connections) => TimeSpan.FromSeconds(_seconds * (ahead + 1) / connections);
}
