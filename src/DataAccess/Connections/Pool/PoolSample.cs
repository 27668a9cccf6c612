using DataAccess.Diagnostics;
using DataAccess.Diagnostics.Measuring;

namespace DataAccess.Connections.Pool;

/// <summary>What a report is made of.</summary>
/// <param name="Name">The pool.</param>
/// <param name="Load">The last minute.</param>
/// <param name="Statistics">Its state now.</param>
/// <param name="Held">The leases that are held now, with the time since they began.</param>
/// <param name="LimitChanges">The changes of its limit.</param>
/// <param name="LeakThreshold">How long a lease may be held.</param>
/// <param name="IsFixed">Whether the database itself permits no more connections, as with the one writer of a file.</param>
internal sealed record PoolSample(
    string Name,
    LoadMeasurement Load,
    ConnectionStatistics Statistics,
    IReadOnlyList<(string Holder, TimeSpan Since)> Held,
    IReadOnlyList<LimitChange> LimitChanges,
    TimeSpan LeakThreshold,
    bool IsFixed);
