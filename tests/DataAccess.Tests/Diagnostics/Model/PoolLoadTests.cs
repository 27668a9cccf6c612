using CsCheck;
using DataAccess.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The queue's formulas against tables, closed forms and a sum that is computed otherwise.</summary>
public sealed class PoolLoadTests
{
    private const double Exact = 1e-9;

    // So long that a TimeSpan's tick is no error that counts.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1e6);

    private static readonly Gen<PoolLoad> Loads =
        from connections in Gen.Int[1, 100]
        from share in Gen.Double[0.01, 0.99]
        from milliseconds in Gen.Double[0.1, 10_000]
        from cv2 in Gen.Double[0, 5]
        select Of(connections, share, TimeSpan.FromMilliseconds(milliseconds), cv2);

    // Published tables of Erlang's C, to their digits.
    [Theory]
    [InlineData(2, 1, 0.333333)]
    [InlineData(3, 2, 0.444444)]
    [InlineData(4, 2, 0.173913)]
    [InlineData(5, 4, 0.554113)]
    [InlineData(10, 8, 0.409180)]
    public void The_probability_is_that_of_the_tables(int connections, double load, double expected)
        => Assert.Equal(expected, new PoolLoad(connections, load, TimeSpan.FromSeconds(1), 1).ProbabilityOfWaiting, 0.000001);

    [Fact]
    public void The_probability_is_that_of_the_sum_for_1_to_100_connections()
    {
        for (var connections = 1; connections <= 100; connections++)
        {
            for (var share = 0.05; share < 1; share += 0.01)
            {
                var load = Of(connections, share, TimeSpan.FromSeconds(1), 1);
                var expected = Sum(connections, load.OfferedLoad);
                Assert.True(Math.Abs(load.ProbabilityOfWaiting - expected) <= Exact * expected, FormattableString.Invariant($"{load}: {expected}"));
            }
        }
    }

    [Fact]
    public void One_connection_has_the_closed_form()
        => Gen.Double[0.01, 0.99].Sample(static share =>
        {
            var load = Of(1, share, Long, 1);
            Near(share, load.ProbabilityOfWaiting);
            Near(share / (1 - share) * Long.TotalSeconds, load.MeanWait.TotalSeconds);
            Near(Math.Max(0, Math.Log(share / 0.05)) * Long.TotalSeconds / (1 - share), load.WaitAt(0.95).TotalSeconds);
        });

    [Fact]
    public void One_connection_with_uses_that_vary_has_the_form_of_Pollaczek_and_Khinchine()
        => Gen.Select(Gen.Double[0.01, 0.99], Gen.Double[0, 5]).Sample(static (share, cv2) =>
            Near(share / (1 - share) * (1 + cv2) / 2 * Long.TotalSeconds, Of(1, share, Long, cv2).MeanWait.TotalSeconds));

    [Fact]
    public void Two_connections_have_the_closed_form()
        => Gen.Double[0.01, 0.99].Sample(static share => Near(2 * share * share / (1 + share), Of(2, share, Long, 1).ProbabilityOfWaiting));

    [Fact]
    public void More_connections_and_fewer_arrivals_make_waits_shorter()
        => Loads.Sample(static load =>
        {
            var more = load with { Connections = load.Connections + 1 };
            var fewer = load with { ArrivalsPerSecond = load.ArrivalsPerSecond * 0.9 };
            Assert.InRange(load.ProbabilityOfWaiting, 0, 1);
            Assert.True(more.ProbabilityOfWaiting < load.ProbabilityOfWaiting && fewer.ProbabilityOfWaiting < load.ProbabilityOfWaiting);
            Assert.True(more.MeanWait <= load.MeanWait && fewer.MeanWait <= load.MeanWait);
            Assert.True(load.WaitAt(0.5) <= load.WaitAt(0.95) && load.WaitAt(0.95) <= load.WaitAt(0.999));
        });

    [Fact]
    public void The_fewest_connections_are_enough_and_one_fewer_is_not()
        => Gen.Select(Loads, Gen.Double[0, 2], Gen.Double[0.5, 0.999]).Sample(static (load, uses, quantile) =>
        {
            var wait = load.MeanUse * uses;
            var tick = TimeSpan.FromTicks(2);
            var fewest = load.ConnectionsFor(wait, quantile);
            Assert.True((load with { Connections = fewest }).WaitAt(quantile) <= wait + tick);
            Assert.True(fewest == 1 || (load with { Connections = fewest - 1 }).WaitAt(quantile) >= wait - tick);
        });

    [Fact]
    public void An_overload_waits_without_end()
    {
        var load = new PoolLoad(4, 110, TimeSpan.FromMilliseconds(40), 1);

        Assert.Equal(1.1, load.Utilisation, Exact);
        Assert.False(load.IsSteady);
        Assert.Equal(1, load.ProbabilityOfWaiting);
        Assert.Equal(TimeSpan.MaxValue, load.MeanWait);
        Assert.Equal(TimeSpan.MaxValue, load.WaitAt(0.95));
        Assert.True(load.ConnectionsFor(TimeSpan.Zero, 0.5) > 4);
    }

    [Fact]
    public void No_load_waits_never()
    {
        var load = new PoolLoad(1, 0, TimeSpan.FromSeconds(1), 1);

        Assert.Equal(0, load.ProbabilityOfWaiting);
        Assert.Equal(TimeSpan.Zero, load.MeanWait);
        Assert.Equal(1, load.ConnectionsFor(TimeSpan.Zero, 0.999));
    }

    [Fact]
    public void What_is_out_of_range_is_rejected()
    {
        var load = new PoolLoad(4, 10, TimeSpan.FromSeconds(1), 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => load.WaitAt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => load.ConnectionsFor(TimeSpan.FromTicks(-1), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => load.ConnectionsFor(TimeSpan.Zero, double.NaN));
        Assert.Throws<InvalidOperationException>(() => (load with { ArrivalsPerSecond = double.NaN }).ConnectionsFor(TimeSpan.Zero, 0.5));
    }

    private static PoolLoad Of(int connections, double share, TimeSpan use, double cv2) => new(connections, share * connections / use.TotalSeconds, use, cv2);

    private static void Near(double expected, double actual) => Assert.True(Math.Abs(actual - expected) <= Exact * Math.Max(1e-3, Math.Abs(expected)), FormattableString.Invariant($"{actual} instead of {expected}"));

    /// <summary>Erlang's C as the sum of its definition, from the largest term down.</summary>
    private static double Sum(int connections, double load)
    {
        double term = 1, sum = 0;
        for (var k = connections - 1; k >= 0; k--)
        {
            term *= (k + 1) / load;
            sum += term;
        }

        return 1 / (1 + ((1 - (load / connections)) * sum));
    }
}
