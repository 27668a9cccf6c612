namespace DataAccess.Connections;

/// <summary>A snapshot of the connection manager, taken at one moment.</summary>
/// <param name="Max">How many connections there may be.</param>
/// <param name="Idle">Open and waiting for work.</param>
/// <param name="Leased">Handed out, or being reset before the next lease.</param>
/// <param name="Opening">Being opened or closed.</param>
/// <param name="Waiting">Callers waiting.</param>
/// <param name="Timeouts">Callers that gave up after <see cref="ConnectionOptions.AcquireTimeout"/>, since the start.</param>
/// <param name="Opened">Connections opened since the start.</param>
/// <param name="Closed">Connections closed since the start.</param>
public sealed record ConnectionStatistics(
    int Max, int Idle, int Leased, int Opening, int Waiting, long Timeouts, long Opened, long Closed)
{
    /// <summary>The figures in one line, for messages.</summary>
    public override string ToString()
        => $"{Leased} of {Max} leased, {Idle} idle, {Opening} opening, {Waiting} waiting, {Timeouts} timed out so far";
}
