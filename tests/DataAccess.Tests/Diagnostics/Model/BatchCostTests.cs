using CsCheck;
using DataAccess.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

public sealed class BatchCostTests
{
    private static readonly int[] Sizes = [1, 10, 100, 1_000];

    [Fact]
    public void It_has_the_closed_form()
    {
        var cost = new BatchCost(TimeSpan.FromMicroseconds(450), TimeSpan.FromMicroseconds(6));

        Assert.Equal(75, cost.RowsFor(0.5));
        Assert.Equal(675, cost.RowsFor(0.9));
        Assert.Equal(1, cost.RowsFor(0));
        Assert.Equal(TimeSpan.FromMicroseconds(1_050), cost.TimeFor(100));
        Assert.Equal(100 / 0.00105, cost.RowsPerSecond(100), 1e-6);
        Assert.Equal(int.MaxValue, new BatchCost(TimeSpan.FromSeconds(1), TimeSpan.Zero).RowsFor(0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => cost.RowsFor(1));
    }

    [Fact]
    public void The_fewest_rows_reach_the_share_and_one_fewer_does_not()
        => Gen.Select(Gen.Long[1, 100_000], Gen.Long[1, 1_000], Gen.Double[0.05, 0.99]).Sample(static (fix, row, share) =>
        {
            var cost = new BatchCost(TimeSpan.FromTicks(fix), TimeSpan.FromTicks(row));
            var best = 1 / cost.PerRow.TotalSeconds;
            var rows = cost.RowsFor(share);
            Assert.True(cost.RowsPerSecond(rows) >= share * best * (1 - 1e-7));
            Assert.True(rows == 1 || cost.RowsPerSecond(rows - 1) < share * best * (1 + 1e-7));
        });

    [Fact]
    public void It_finds_the_cost_that_made_the_points()
        => Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[10, 10_000]).Sample(static (fix, row) =>
        {
            var cost = new BatchCost(TimeSpan.FromTicks(fix), TimeSpan.FromTicks(row));
            var found = BatchCost.Fit([.. Sizes.Select(n => (n, cost.TimeFor(n)))]);
            Assert.Equal(fix, found!.Value.Fixed.Ticks, 2.0 + (1e-6 * fix));
            Assert.Equal(row, found.Value.PerRow.Ticks, 1.5);
        });

    [Fact]
    public void Points_without_a_cost_give_none()
    {
        Assert.Null(BatchCost.Fit([]));
        Assert.Null(BatchCost.Fit([(10, TimeSpan.FromSeconds(1)), (10, TimeSpan.FromSeconds(2))]));
        Assert.Null(BatchCost.Fit([(10, TimeSpan.FromSeconds(2)), (100, TimeSpan.FromSeconds(1))]));
        Assert.Null(BatchCost.Fit([(0, TimeSpan.FromSeconds(2)), (100, TimeSpan.FromSeconds(1))]));
    }
}
