using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>A database on a server, attacked through the proxy and by ending sessions, or the server.</summary>
public sealed class ServerRig(Database direct, ServerTarget target, string connectionString, Func<string, TimeProvider?, Database> open) : FaultRig(direct)
{
    /// <summary>Kills the server and has it started again; null where others use it too. Each run then does it once.</summary>
    public Func<ValueTask>? Crash { get; init; }

    internal override FaultAttack Attack(Random random, FaultRunPlan plan)
    {
        var attack = OpenAttack(builder =>
        {
            target.Vary(builder, random);
            target.ShortenSilence(builder);
        });
        attack.Plan.Arm([.. new RandomFaults(random, plan, this, attack.Proxy).Take(random.Next(1, 6))]);
        return attack;
    }

    /// <summary>The database by way of a proxy without faults yet.</summary>
    public ServerAttack OpenAttack(Action<DbConnectionStringBuilder>? configure = null, TimeProvider? time = null)
    {
        var plan = new FaultPlan();
        var (host, port) = target.AddressOf(connectionString);
        var proxy = new FaultProxy(host, port, target.CreateWire, plan);
        var through = new DbConnectionStringBuilder { ConnectionString = target.Through(connectionString, proxy.Port) };
        configure?.Invoke(through);
        return new ServerAttack(proxy, plan, open(through.ConnectionString, time));
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
        => await Waiting.UntilAsync("the writer's sessions end", () => IsQuietAsync(cancellationToken));

    private async ValueTask<bool> IsQuietAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await SessionsAsync(cancellationToken)).Count == 0;
        }
        catch (Exception down) when (Crash is not null && (down is DatabaseUnavailableException || Direct.Provider.Classify(down).Kind == FailureKind.ConnectionLost))
        {
            // It is still starting.
            return false;
        }
    }

    private async ValueTask<IReadOnlyList<long>> SessionsAsync(CancellationToken cancellationToken)
        => await Direct.QueryAsync<long>(SqlStatement.Raw(target.OtherSessions), cancellationToken);
}
