using DataAccess.Writing.Sending;
using Xunit;

namespace DataAccess.Tests;

/// <summary>How many batches may be in flight: more while the database keeps up, half when it does not.</summary>
public sealed class InFlightPolicyTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    private readonly InFlightPolicy _policy = new(max: 4);

    [Fact]
    public void It_starts_with_one_lane_and_adds_one_a_round_of_full_batches()
    {
        Assert.Equal(1, _policy.Limit);
        Assert.Equal([2, 2, 3, 3, 3, 4], Send(6, Quick, wasFull: true));
        Assert.Equal([4, 4, 4, 4, 4], Send(5, Quick, wasFull: true));
    }

    [Fact]
    public void Batches_that_are_not_full_ask_for_no_more_lanes_and_give_them_back()
    {
        Send(6, Quick, wasFull: true);

        Assert.Equal(3, Send(8, Quick, wasFull: false)[^1]);
        Assert.Equal(1, Send(100, Quick, wasFull: false)[^1]);
    }

    [Fact]
    public void A_database_that_slows_down_halves_them()
    {
        Send(6, Quick, wasFull: true);

        Assert.Equal([2, 1], Send(2, Slow, wasFull: true));
    }

    [Fact]
    public void A_slowness_that_stays_is_the_new_measure()
    {
        Send(6, Quick, wasFull: true);

        Assert.Equal(4, Send(500, Slow, wasFull: true)[^1]);
    }

    [Fact]
    public void A_rollback_because_of_others_halves_them_and_never_goes_below_one()
    {
        Send(6, Quick, wasFull: true);

        foreach (var expected in new[] { 2, 1, 1 })
        {
            _policy.OnSetback();
            Assert.Equal(expected, _policy.Limit);
        }
    }

    [Fact]
    public void The_time_of_a_row_counts_and_not_of_a_batch()
    {
        _policy.OnSent(5_000, Slow, wasFull: true);
        _policy.OnSent(500, Quick, wasFull: true);

        Assert.Equal(2, _policy.Limit);
    }

    private int[] Send(int batches, TimeSpan took, bool wasFull)
        => [.. Enumerable.Range(0, batches).Select(_ =>
        {
            _policy.OnSent(1_000, took, wasFull);
            return _policy.Limit;
        })];
}
