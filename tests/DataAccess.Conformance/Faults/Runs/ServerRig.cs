using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace DataAccess.Conformance.Faults;

/// <summary>A database on a server, attacked through the proxy and by ending sessions, or the server.</summary>
public sealed class ServerRig(Database direct, ServerEngine engine, ServerTarget target, string connectionString) : FaultRig(direct)
{
    private readonly ConcurrentBag<Task> _moments = [];

    /// <summary>Kills the server and has it started again; null where others use it too. Each run then does it once.</summary>
    public Func<ValueTask>? Crash { get; init; }

    public override DbConnection Connect() => engine.Connect(connectionString);

    internal override FaultAttack Attack(Random random, FaultRunPlan plan)
    {
        var attack = OpenAttack(builder =>
        {
            target.Vary(builder, random);
            target.ShortenSilence(builder);
        }, plan.Clock, plan.Explodes ? new ThrowingLoggers() : null);
        if (plan.HasLateCancels && random.Next(2) == 0)
        {
            attack.Plan.Instead = message => KillLate(attack.Plan, message);
        }

        attack.Plan.Arm([.. new RandomFaults(random, plan, this, attack).Take(random.Next(1, 6))]);
        return attack;
    }

    private byte[]? KillLate(FaultPlan plan, ReadOnlyMemory<byte> message)
    {
        var answer = target.LateKill(message);
        if (answer is not null)
        {
            plan.Note("late KILL of the driver's own statement");
        }

        return answer;
    }

    /// <summary>The database by way of a proxy without faults yet.</summary>
    public ServerAttack OpenAttack(Action<DbConnectionStringBuilder>? configure = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        var plan = new FaultPlan();
        var (host, port) = target.AddressOf(connectionString);
        var proxy = new FaultProxy(host, port, target.CreateWire, plan);
        var through = new DbConnectionStringBuilder { ConnectionString = target.Through(connectionString, proxy.Port) };
        configure?.Invoke(through);
        return new ServerAttack(proxy, plan, engine.Open(through.ConnectionString, time: time, loggers: loggers));
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

    /// <summary>For a while the server takes no row, as one that has become the standby of another.</summary>
    public async ValueTask BeginMomentAsync(TimeSpan length)
    {
        await TryRunAsync("insert into fault_moment (code) values (1)");
        _moments.Add(EndAsync());

        async Task EndAsync()
        {
            await Task.Delay(length);
            await Waiting.UntilAsync("the moment ends", () => TryRunAsync("delete from fault_moment"));
        }
    }

    internal override async ValueTask SetUpAsync(Random random, FaultRunPlan? plan, CancellationToken cancellationToken)
    {
        await RunAsync([.. target.DropTriggers, .. plan is { HasTriggers: true } ? target.Triggers : []], cancellationToken);
        if (Crash is not null)
        {
            // A server of the suite's own, which nobody else finds changed.
            Modes = plan is not null && random.Next(2) == 0 ? target.Modes.Skip(random.Next(target.Modes.Count)).Take(1).ToList() : [];
            await RunAsync([.. target.UsualModes, .. Modes], cancellationToken);
        }
    }

    /// <summary>A session that lost its client may be in the middle of a statement, so the server is asked until all have ended.</summary>
    public override async ValueTask QuietAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_moments);
        await Waiting.UntilAsync("the writer's sessions end", () => IsQuietAsync(cancellationToken));
    }

    /// <summary>False where the session was ended with the others, or the server is down.</summary>
    private async ValueTask<bool> TryRunAsync(string statement)
    {
        try
        {
            await RunAsync([statement], CancellationToken.None);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

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
