using Xunit;

namespace DataAccess.Tests;

/// <summary>
/// More than a million leases over a pool of 8 with random cancels, timeouts and faults. No connection is ever lent to two, none
/// is lost, every caller gets exactly one answer, and they are served in the order in which they came.
/// </summary>
public sealed class LeasePoolStressTests
{
    [Fact]
    public async Task No_lease_is_lost_or_handed_out_twice()
    {
        await using var run = new PoolStress(pings: true, leases: 1_000_000);

        await run.RunAsync();

        Assert.True(run.Leased >= 1_000_000, $"{run}");
        run.AssertEveryFaultOccurred();
    }

    [Fact]
    public async Task Callers_are_served_in_the_order_in_which_they_came()
    {
        // A connection that turns out dead is replaced while its caller keeps his turn, which lease numbers do not show.
        await using var run = new PoolStress(pings: false, leases: 200_000);

        await run.RunAsync();

        run.AssertServedInOrder();
    }

    [Fact]
    public async Task A_connection_that_comes_back_while_a_caller_joins_the_queue_is_not_missed()
    {
        await using var rig = new PoolRig(configure: static o => o.AcquireTimeout = Eventually.Patience, time: TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                var lease = await rig.Pool.AcquireAsync(default, CancellationToken.None);
                await lease.DisposeAsync();
            }
        })));

        Assert.Equal(1, rig.Provider.Opens);
    }
}
