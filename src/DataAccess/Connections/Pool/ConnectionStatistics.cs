namespace DataAccess.Connections;

/// <summary>A snapshot of the connection manager.</summary>
/// <param name="Max">The maximum number of connections.</param>
/// <param name="Limit">How many may be leased now: between <see cref="ConnectionOptions.MinConnections"/> and <paramref name="Max"/>.</param>
/// <param name="Idle">Connections that are open and not leased.</param>
/// <param name="Leased">Connections that are leased, or being reset before the next lease.</param>
/// <param name="Opening">Connections being opened or closed.</param>
/// <param name="Waiting">Callers waiting.</param>
/// <param name="Timeouts">Callers that timed out after <see cref="ConnectionOptions.AcquireTimeout"/>, since the start.</param>
/// <param name="Opened">Connections opened since the start.</param>
/// <param name="Closed">Connections closed since the start.</param>
public sealed record ConnectionStatistics(
    int Max, int Limit, int Idle, int Leased, int Opening, int Waiting, long Timeouts, long Opened, long Closed)
{
    /// <summary>The figures in one line, for messages.</summary>
    public override string ToString()
        => $"{Leased} of {Limit} leased{(Limit < Max ? Invariant($" (at most {Max})") : "")}, {Idle} idle, {Opening} opening, {Waiting} waiting, {Timeouts} timed out so far";
}
