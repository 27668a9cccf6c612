using System.Diagnostics;

namespace DataAccess.Conformance.Faults;

/// <summary>A database on a server, attacked through the proxy and by ending sessions.</summary>
public sealed class ServerRig(Database direct, ServerTarget target, string connectionString, Func<string, Database> open) : FaultRig(direct)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override FaultAttack Attack(Random random, bool isBurst)
    {
        var attack = OpenAttack();
        attack.Plan.Arm([.. new RandomFaults(random, isBurst, this, attack.Proxy).Take(random.Next(1, 6))]);
        return attack;
    }

    /// <summary>The database by way of a proxy without faults yet.</summary>
    public ServerAttack OpenAttack()
    {
        var plan = new FaultPlan();
        var (host, port) = target.AddressOf(connectionString);
        var proxy = new FaultProxy(host, port, target.CreateWire, plan);
        return new ServerAttack(proxy, plan, open(target.Through(connectionString, proxy.Port)));
    }

    /// <summary>Ends every session of the database but the oracle's.</summary>
    public async ValueTask KillSessionsAsync()
    {
        foreach (var session in await SessionsAsync(CancellationToken.None))
        {
            try
            {
                await Direct.ExecuteAsync(SqlStatement.Raw(target.Kill(session)));
            }
            catch (Exception gone) when (Direct.Provider.Classify(gone).Code is "HY000/1094")
            {
                // MySQL: no such session. It has ended by itself.
            }
        }
    }

    /// <summary>A session that lost its client may be in the middle of a statement, so the server is asked until all have ended.</summary>
    public override async ValueTask QuietAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (await SessionsAsync(cancellationToken) is { Count: > 0 } left)
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"{left.Count} sessions of the writer are still there after {Patience}.");
            }

            await Task.Delay(1, cancellationToken);
        }
    }

    private async ValueTask<IReadOnlyList<long>> SessionsAsync(CancellationToken cancellationToken)
        => await Direct.QueryAsync<long>(SqlStatement.Raw(target.OtherSessions), cancellationToken);
}
