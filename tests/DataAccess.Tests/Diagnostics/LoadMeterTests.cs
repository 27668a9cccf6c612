using CsCheck;
using DataAccess.Diagnostics.Measuring;
using Xunit;

namespace DataAccess.Tests;

public sealed class LoadMeterTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_quantile_is_within_a_fourth_of_the_exact_one()
        => Gen.Select(Gen.ULong[0, 10_000_000].Array[1, 200], Gen.Double[0.01, 0.99]).Sample(static (values, share) =>
        {
            var buckets = new LogBuckets();
            foreach (var value in values)
            {
                buckets.Add(value);
            }

            var exact = values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * values.Length) - 1));
            Assert.InRange(buckets.Quantile(share), exact / 1.25, (exact * 1.25) + 1);
        });

    [Fact]
    public void It_forgets_what_is_older_than_a_minute()
    {
        var meter = new LoadMeter(Second);
        for (var second = 0L; second < 200; second++)
        {
            meter.Arrived(second * Second);
            meter.Lent(second < 100 ? Second : 0, 4);
            meter.Returned(Second / 10, TimeSpan.Zero, null, 1, failed: false, second * Second);
        }

        var load = meter.Take(199 * Second);

        Assert.Equal(69, load.Period.TotalSeconds, 0.001);
        Assert.Equal(70, load.Sums.Returned);
        Assert.Equal(0, load.ProbabilityOfWaiting);
        Assert.Equal(0.1, load.MeanUse, 1e-9);
        Assert.Equal(0, load.Cv2, 1e-9);
        Assert.Equal(4, load.MeanLimit);
    }

    [Fact]
    public void A_long_pause_leaves_nothing()
    {
        var meter = new LoadMeter(Second);
        meter.Arrived(0);
        meter.Lent(0, 4);
        meter.Returned(5, TimeSpan.Zero, null, 1, failed: false, 5);

        var load = meter.Take(1_000 * Second);

        Assert.Equal(0, load.Sums.Arrivals);
        Assert.Equal(0, load.Sums.Returned);
        Assert.Equal(0, load.MeanUse);
        Assert.Equal(1, load.Dispersion);
    }

    [Fact]
    public void Arrivals_together_have_a_high_dispersion()
    {
        var meter = new LoadMeter(Second);
        for (var i = 0L; i < 1_000; i++)
        {
            meter.Arrived(i / 100 * Second);
        }

        Assert.InRange(meter.Take(10 * Second).Dispersion, 85, 95);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var meter = new LoadMeter(Second);
        Lease(meter, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1L; i < 1_000; i++)
        {
            Lease(meter, i * Second / 10);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Lease(LoadMeter meter, long now)
    {
        meter.Arrived(now);
        meter.Lent(now % 3, 4);
        meter.Returned(1_000, TimeSpan.FromTicks(5), "select 1", 2, failed: false, now);
    }
}
