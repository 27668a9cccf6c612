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
    public async Task Connection_lost_before_commit_is_retried_and_committed(bool exactlyOnce)
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

    /// <summary>
    /// MySqlConnector gives up a statement by a KILL on a connection of its own, and then sends <c>do sleep(0)</c>, so that a KILL that
    /// comes late hits nothing else. What that ends with comes out of the batch, though its COMMIT was answered.
    /// </summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(200, false)]
    [InlineData(ManyRows, false)]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(ManyRows, true)]
    public async Task Killed_when_commit_had_been_answered_is_not_taken_for_a_rollback(int rows, bool exactlyOnce)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = CreateWriter(attack, o =>
        {
            o.ExactlyOnce = exactlyOnce;
            o.SendTimeout = TimeSpan.FromSeconds(1);
        });
        await writer.WriteAsync(Row(1), Token);
        attack.Plan.Instead = Target.LateKill;
        attack.Plan.Arm(Fault.Meanwhile("late KILL", FaultPoint.BeforeAnswer, 0, async () =>
            await Waiting.UntilAsync("the driver has sent its KILL", () => attack.Proxy.Ended > 0)));

        var summary = await writer.WriteManyAsync(Enumerable.Range(2, rows).Select(Row), Token);

        Assert.Equal(exactlyOnce ? (rows, 0L) : (0L, rows), (summary.Committed, summary.Unknown));
        Assert.Equal(0L, writer.Statistics.Retries);
        await AssertStoredOnceAsync(writer, attack, [.. Enumerable.Range(1, rows + 1)]);
    }
}
