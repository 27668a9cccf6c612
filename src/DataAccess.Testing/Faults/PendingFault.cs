using DataAccess.Providers;

namespace DataAccess.Testing.Faults;

/// <summary>A failure that was asked for.</summary>
/// <param name="matches">Which calls it may happen to; null for one of leasing a connection.</param>
internal sealed class PendingFault(Func<ProbedCall, bool>? matches)
{
    /// <summary>How the call fails; null for a COMMIT and for a lease.</summary>
    public FailureKind? Kind { get; init; }

    /// <summary>How a COMMIT fails; null for others.</summary>
    public CommitFault? Commit { get; init; }

    /// <summary>Whether the call is done before it fails.</summary>
    public bool IsAfter { get; init; }

    public bool IsOfLease => matches is null;

    public bool Matches(ProbedCall call) => matches?.Invoke(call) == true;
}
