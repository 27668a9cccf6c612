using DataAccess.Writing.Outcomes;
using Xunit;

namespace DataAccess.Tests;

/// <summary>An epoch is over when its rows and all earlier ones have ended.</summary>
public sealed class FlushBarrierTests
{
    [Fact]
    public void An_epoch_without_rows_is_over_when_it_is_closed()
    {
        var epoch = new FlushBarrier(null);
        Assert.False(epoch.Over.IsCompleted);

        epoch.Leave();

        Assert.True(epoch.Over.IsCompleted);
    }

    [Fact]
    public void A_later_epoch_waits_for_the_rows_of_an_earlier_one()
    {
        var first = new FlushBarrier(null);
        first.Enter();
        var second = new FlushBarrier(first);
        first.Leave();
        second.Enter();
        var third = new FlushBarrier(second);
        second.Leave();
        second.Leave();
        third.Leave();
        Assert.DoesNotContain([first, second, third], static e => e.Over.IsCompleted);

        first.Leave();

        Assert.All([first, second, third], static e => Assert.True(e.Over.IsCompleted));
    }
}
