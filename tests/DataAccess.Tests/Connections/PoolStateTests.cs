using CsCheck;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Pool.Sizing;
using DataAccess.Diagnostics.Measuring;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The pool's decisions against a model of plain lists.</summary>
public sealed class PoolStateTests
{
    [Fact]
    public async Task It_does_what_the_model_does()
        => await Gen.Select(Gen.Int[1, 4], Gen.Int[0, 3], Gen.Select(Gen.Int[0, 11], Gen.Int[0, 99]).Array[0, 120])
            .SampleAsync(
                static async (max, maxWaiters, steps) =>
                {
                    await using var model = new PoolModel(max, maxWaiters);
                    foreach (var (action, choice) in steps)
                    {
                        model.Step(action, choice);
                    }
                },
                iter: 3_000);

    [Fact]
    public async Task A_closed_pool_opens_nothing_and_hands_back_those_who_waited()
    {
        await using var rig = new PoolRig();
        var state = new PoolState(ElasticLimit.Fixed(1), 10, new LoadMeter(TimeSpan.TicksPerSecond));
        using var waiter = new LeaseWaiter(rig.Pool, rig.Time);
        state.Enqueue(waiter, first: false);

        Assert.Equal([waiter], state.Close());

        Assert.False(state.TryReserve());
        Assert.False(state.TryRemove(waiter));
        Assert.True(state.IsEmpty);
    }
}
