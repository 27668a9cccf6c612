using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.MySql.Tests.Faults;

/// <summary>A batch of several statements begins and commits, so that a connection lost between them is known to be rolled back.</summary>
public abstract class MySqlDirectedFaultSuite(ServerEngine engine) : DirectedServerFaultSuite(engine, new MySqlTarget())
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectionLostBeforeCommit_IsRetriedAndCommitted(bool exactlyOnce)
    {
        await using var attack = Rig.OpenAttack(MySqlTarget.ForbidLoadData);
        await using var writer = CreateWriter(attack, o => o.ExactlyOnce = exactlyOnce);
        var cut = Fault.Cut(FaultPoint.InRequest, 10_000);
        attack.Plan.Arm(cut);

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, ManyRows).Select(Row), Token);

        Assert.True(cut.Fired.IsCompleted);
        Assert.Equal((true, 1L), (summary.IsComplete, writer.Statistics.Retries));
        await AssertStoredOnceAsync(writer, attack, [.. Enumerable.Range(1, ManyRows)]);
    }
}
