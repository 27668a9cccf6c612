using DataAccess.Testing;
using static System.FormattableString;

namespace DataAccess.Conformance.Faults;

/// <summary>What goes wrong in a run, at moments that a seed chooses.</summary>
internal sealed class EventDisturber(Database direct, Random random, FaultProxy? proxy, FaultPlan plan, IReadOnlyList<FaultSwitch> switches, Func<Task> kill)
{
    public List<string> Done { get; } = [];

    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(10, 120), cancellationToken);
            await DisturbAsync(cancellationToken);
        }
    }

    private async Task DisturbAsync(CancellationToken cancellationToken)
    {
        var what = random.Next(11);
        Done.Add(Invariant($"{what}"));
        switch (what)
        {
            case 0 or 1:
                Arm(FaultPoint.BeforeCommit, CommitFault.LostBefore);
                break;
            case 2 or 3 or 4:
                Arm(FaultPoint.BeforeAnswer, CommitFault.LostAfter);
                break;
            case 5:
                proxy?.CutAll();
                break;
            case 6:
                plan.Arm(Fault.Cut(FaultPoint.InResponse, random.Next(2_000)));
                switches[random.Next(switches.Count)].FailNext("dataaccess_delivery", FailureKind.ConnectionLost);
                break;
            case 7:
                // Somebody else is said to own what its owner still has.
                await TryAsync($"update dataaccess_owner set owner = (select max(member) from dataaccess_member) where part = {random.Next(4)}", cancellationToken);
                break;
            case 8:
                // The leases of all end, as if the server's clock had gone forward.
                await TryAsync($"update dataaccess_owner set lease_until = {DateTimeOffset.UnixEpoch} where part = {random.Next(4)}", cancellationToken);
                break;
            case 9:
                await StrangerAsync(cancellationToken);
                break;
            default:
                await kill();
                break;
        }
    }

    private void Arm(FaultPoint point, CommitFault fault)
    {
        if (proxy is not null)
        {
            plan.Arm(Fault.Cut(point));
        }
        else
        {
            switches[random.Next(switches.Count)].FailNextCommit(fault);
        }
    }

    /// <summary>A transaction of somebody else that is open for a while. SQLite has one writer, who would keep all others waiting.</summary>
    private async Task StrangerAsync(CancellationToken cancellationToken)
    {
        if (proxy is null)
        {
            return;
        }

        await direct.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into stranger (number) values ({1})", ct);
                await Task.Delay(random.Next(400), ct);
            },
            cancellationToken);
    }

    private async Task TryAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            await direct.ExecuteAsync(statement, cancellationToken);
        }
        catch (System.Data.Common.DbException)
        {
            // A deadlock, or a statement that this engine has not.
        }
    }
}
