using DataAccess.Writing.Sending;
using Xunit;

namespace DataAccess.Tests;

/// <summary>In-flight slots are granted first in, first out, and none is lost.</summary>
public sealed class InFlightSlotsTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiters_get_a_lane_in_turn()
    {
        var gate = new InFlightSlots(new InFlightPolicy(1));
        await gate.EnterAsync(Token);
        var second = gate.EnterAsync(Token).AsTask();
        var third = gate.EnterAsync(Token).AsTask();

        gate.Leave(1, Quick, wasFull: false);
        await second.WaitAsync(Eventually.Patience, Token);
        Assert.False(third.IsCompleted);
        gate.Leave();
        await third.WaitAsync(Eventually.Patience, Token);

        Assert.Equal(1, gate.Running);
    }

    [Fact]
    public async Task A_waiter_who_gives_up_is_passed_over()
    {
        var gate = new InFlightSlots(new InFlightPolicy(1));
        using var cancel = new CancellationTokenSource();
        await gate.EnterAsync(Token);
        var gone = gate.EnterAsync(cancel.Token).AsTask();
        var patient = gate.EnterAsync(Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.Leave();

        await patient.WaitAsync(Eventually.Patience, Token);
        Assert.Equal(1, gate.Running);
    }

    [Fact]
    public async Task More_lanes_let_those_in_who_wait()
    {
        var gate = new InFlightSlots(new InFlightPolicy(2));
        await gate.EnterAsync(Token);
        var waiting = new[] { gate.EnterAsync(Token).AsTask(), gate.EnterAsync(Token).AsTask() };

        gate.Leave(5_000, Quick, wasFull: true);

        await Task.WhenAll(waiting).WaitAsync(Eventually.Patience, Token);
        Assert.Equal((2, 2), (gate.Running, gate.Limit));
    }

    [Fact]
    public async Task It_is_idle_when_the_last_has_left()
    {
        var gate = new InFlightSlots(new InFlightPolicy(1));
        await gate.EnterAsync(Token);
        var next = gate.EnterAsync(Token).AsTask();
        var idle = gate.CloseAsync();

        gate.Leave();
        await next;
        Assert.False(idle.IsCompleted);
        gate.Leave();

        await idle.WaitAsync(Eventually.Patience, Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await gate.EnterAsync(Token));
    }

    [Fact]
    public async Task Closed_while_idle_it_lets_nobody_in()
    {
        var gate = new InFlightSlots(new InFlightPolicy(1));

        Assert.True(gate.CloseAsync().IsCompletedSuccessfully);

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await gate.EnterAsync(Token));
        Assert.Equal(0, gate.Running);
    }
}
