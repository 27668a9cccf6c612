using CsCheck;
using DataAccess.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

public sealed class ScalingCurveTests
{
    private static readonly int[] Numbers = [1, 2, 4, 8, 16];

    private static readonly Gen<ScalingCurve> Curves =
        from gamma in Gen.Double[1, 1e5]
        from alpha in Gen.Double[0.001, 0.5]
        from beta in Gen.Double[0.0001, 0.05]
        select new ScalingCurve(gamma, alpha, beta);

    [Fact]
    public void It_finds_the_curve_that_made_the_points()
        => Curves.Sample(static curve =>
        {
            var found = ScalingCurve.Fit([.. Numbers.Select(n => (n, curve.ThroughputAt(n)))]);

            Assert.NotNull(found);
            Assert.Equal(curve.Gamma, found.Value.Gamma, 1e-9 * curve.Gamma);
            Assert.Equal(curve.Alpha, found.Value.Alpha, 1e-9);
            Assert.Equal(curve.Beta, found.Value.Beta, 1e-9);
            Assert.Equal(1, found.Value.R2);
        });

    [Fact]
    public void Its_peak_serves_the_most()
        => Curves.Sample(static curve =>
        {
            Assert.True(curve.ThroughputAt(curve.Peak) >= curve.ThroughputAt(curve.Peak + 1));
            Assert.True(curve.Peak == 1 || curve.ThroughputAt(curve.Peak) >= curve.ThroughputAt(curve.Peak - 1));
        });

    [Fact]
    public void Noise_of_some_percent_moves_the_peak_little()
    {
        var curve = new ScalingCurve(1_000, 0.04, 0.009);
        double[] noise = [1.02, 0.98, 1.01, 0.97, 1.02];

        var found = ScalingCurve.Fit([.. Numbers.Select((n, i) => (n, curve.ThroughputAt(n) * noise[i]))]);

        Assert.InRange(found!.Value.Peak, 7, 14);
        Assert.InRange(found.Value.R2, 0.98, 1);
    }

    [Fact]
    public void No_term_is_negative()
        => Gen.Double[0.5, 2].Array[5].Sample(static noise =>
        {
            if (ScalingCurve.Fit([.. Numbers.Select((n, i) => (n, 100.0 * n * noise[i]))]) is { } found)
            {
                Assert.True(found is { Alpha: >= 0, Beta: >= 0, Gamma: > 0, R2: >= 0.9 and <= 1, Peak: >= 1 });
            }
        });

    [Fact]
    public void What_scales_without_end_has_no_peak()
        => Assert.Equal(int.MaxValue, ScalingCurve.Fit([.. Numbers.Select(static n => (n, 100.0 * n))])!.Value.Peak);

    [Fact]
    public void Too_few_points_or_points_without_a_curve_give_none()
    {
        Assert.Null(ScalingCurve.Fit([(1, 10), (2, 20), (4, 30)]));
        Assert.Null(ScalingCurve.Fit([(1, 10), (2, 20), (4, 30), (4, 31)]));
        Assert.Null(ScalingCurve.Fit([(1, 10), (2, 20), (4, 0), (8, 30)]));
        Assert.Null(ScalingCurve.Fit([(1, 100), (2, 20), (4, 300), (8, 30), (16, 200)]));
    }

    // Gunther's fit of Haas's measurement: a peak near 20 clients.
    [Fact]
    public void Its_peak_is_that_of_a_published_fit() => Assert.Equal(20, new ScalingCurve(2_500, 0.00096, 0.0025).Peak);
}
