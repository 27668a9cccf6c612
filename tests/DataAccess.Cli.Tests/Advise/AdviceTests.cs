using DataAccess.Cli.Advise;

namespace DataAccess.Cli.Tests.Advise;

/// <summary>What follows from measured points.</summary>
public sealed class AdviceTests
{
    /// <summary>A database that serves most with 8 connections.</summary>
    private static readonly LoadPoint[] Points = [Point(1, 1_000), Point(2, 1_950), Point(4, 3_600), Point(8, 5_000), Point(16, 4_500)];

    [Fact]
    public void The_fewest_connections_that_are_enough_are_advised()
    {
        var advice = Advice.Of(Points, targetRate: 1_200, targetP95: TimeSpan.FromMilliseconds(1));

        Assert.True(advice.ReachesTarget);
        Assert.Equal((3, 8), (advice.Load.Connections, advice.Most));
        Assert.True(advice.Load.WaitAt(0.95) <= TimeSpan.FromMilliseconds(1));
        Assert.Equal(1_200, advice.Load.ArrivalsPerSecond);
    }

    [Fact]
    public void Without_a_target_it_is_for_60_percent_of_the_most()
    {
        var advice = Advice.Of(Points, null, null);

        Assert.True(advice.ReachesTarget);
        Assert.Equal(3_000, advice.Load.ArrivalsPerSecond);
        Assert.InRange(advice.Load.Connections, 4, 8);
    }

    [Fact]
    public void A_target_out_of_reach_is_said_to_be_and_less_is_checked()
    {
        var advice = Advice.Of(Points, targetRate: 6_000, targetP95: null);

        Assert.False(advice.ReachesTarget);
        Assert.Equal((8, 3_000), (advice.Load.Connections, advice.Load.ArrivalsPerSecond));
    }

    [Fact]
    public void Points_with_little_difference_give_the_fewest_connections()
        => Assert.Equal(2, Advice.Of([Point(1, 900), Point(2, 1_000), Point(4, 1_010), Point(8, 990)], null, null).Most);

    private static LoadPoint Point(int connections, double perSecond) => new(connections, perSecond, TimeSpan.FromSeconds(connections / perSecond), 1);
}
