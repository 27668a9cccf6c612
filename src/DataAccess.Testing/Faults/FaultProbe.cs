using DataAccess.Connections;
using DataAccess.Providers;

namespace DataAccess.Testing.Faults;

/// <summary>Lets the faults of a switch happen.</summary>
internal sealed class FaultProbe(FaultSwitch faults, ConnectionManager connections) : DatabaseProbe
{
    public override void Leasing()
    {
        if (faults.Take(static f => f.IsOfLease) is not null)
        {
            throw new PoolTimeoutException("No connection became free within AcquireTimeout. A test made this happen.", connections.Statistics);
        }
    }

    public override async ValueTask SendingAsync(ProbedCall call, CancellationToken cancellationToken)
    {
        if (faults.Take(f => f is { IsAfter: false, Kind: not null } && f.Matches(call)) is { Kind: { } kind })
        {
            await call.Provider.FailAsync(call, kind).ConfigureAwait(false);
        }

        if (faults.Take(f => f.Commit == CommitFault.RolledBack && f.Matches(call)) is not null)
        {
            await call.Provider.FailAsync(call, FailureKind.RolledBack).ConfigureAwait(false);
        }

        if (call.Kind == ProbedCallKind.Commit)
        {
            Committing(call);
        }
    }

    public override void Committing(ProbedCall call)
    {
        if (faults.Take(f => f.Commit == CommitFault.LostBefore && f.Matches(call)) is not null)
        {
            throw call.Provider.LoseAnswer(call.Connection, isCommitted: false);
        }
    }

    public override async ValueTask AnsweredAsync(ProbedCall call, CancellationToken cancellationToken)
    {
        if (faults.Take(f => f.Commit == CommitFault.LostAfter && f.Matches(call)) is not null)
        {
            throw call.Provider.LoseAnswer(call.Connection, isCommitted: true);
        }

        if (faults.Take(f => f.IsAfter && f.Matches(call)) is { Kind: { } kind })
        {
            await call.Provider.FailAsync(call, kind).ConfigureAwait(false);
        }
    }
}
