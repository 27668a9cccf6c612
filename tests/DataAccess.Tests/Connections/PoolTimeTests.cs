using Xunit;

namespace DataAccess.Tests;

/// <summary>Timeouts, cancels and the age of connections, on a clock that the test moves.</summary>
public sealed class PoolTimeTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wait_ends_exactly_at_AcquireTimeout()
    {
        await using var rig = new PoolRig();
        await using var held = await rig.AcquireAsync(Token);
        var waiter = rig.Pool.AcquireAsync(default, Token);

        rig.Time.Advance(rig.Options.AcquireTimeout - Tick);
        Assert.Equal(1, rig.Now.Waiting);
        rig.Time.Advance(Tick);
        Assert.Equal(0, rig.Now.Waiting);

        var timeout = await Assert.ThrowsAsync<PoolTimeoutException>(async () => await waiter);
        Assert.Contains("AcquireTimeout (00:00:30)", timeout.Message, StringComparison.Ordinal);
        Assert.Equal(1, timeout.Statistics.Leased);
        Assert.Equal(1, rig.Now.Timeouts);
    }

    [Fact]
    public async Task A_timer_that_rings_early_ends_no_wait()
    {
        var time = new EarlyTimeProvider(TimeSpan.FromSeconds(2));
        await using var rig = new PoolRig(time: time);
        await using var held = await rig.AcquireAsync(Token);
        var waiter = rig.Pool.AcquireAsync(default, Token);

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, rig.Now.Waiting);
        time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<PoolTimeoutException>(async () => await waiter);
    }

    [Fact]
    public async Task Only_the_wait_whose_time_is_up_ends()
    {
        await using var rig = new PoolRig();
        await using var held = await rig.AcquireAsync(Token);
        var early = rig.AcquireAsync(Token);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        var late = rig.AcquireAsync(Token);

        rig.Time.Advance(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<PoolTimeoutException>(() => early);

        await held.DisposeAsync();
        await (await late).DisposeAsync();
    }

    [Fact]
    public async Task The_time_spent_on_a_dead_connection_counts()
    {
        await using var rig = new PoolRig(configure: static o => o.ConnectTimeout = TimeSpan.FromMinutes(5));
        await rig.WarmAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var ping = new Gate();
        rig.Provider.OnPing = (_, ct) => ping.PassAsync(ct);
        rig.Provider.OnOpen = static (_, ct) => new(Task.Delay(Timeout.Infinite, ct));
        var waiter = rig.AcquireAsync(Token);
        await ping.Reached;
        rig.Time.Advance(TimeSpan.FromSeconds(14));
        ping.Fail(new FakeException(FailureKind.ConnectionLost));
        await Eventually.TrueAsync(() => rig.Now.Waiting == 1 && rig.Provider.Opens == 2);

        // The timer is set a millisecond late, so that it does not ring early.
        rig.Time.Advance(TimeSpan.FromSeconds(16.01));

        await Assert.ThrowsAsync<PoolTimeoutException>(() => waiter);
    }

    [Fact]
    public async Task A_ping_without_an_answer_ends_at_AcquireTimeout()
    {
        await using var rig = new PoolRig(configure: static o => o.AcquireTimeout = TimeSpan.FromSeconds(5));
        await rig.WarmAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var ping = new Gate();
        rig.Provider.OnPing = (_, ct) => ping.PassAsync(ct);
        rig.Provider.OnOpen = static (_, ct) => new(Task.Delay(Timeout.Infinite, ct));
        var waiter = rig.AcquireAsync(Token);
        await ping.Reached;

        rig.Time.Advance(TimeSpan.FromSeconds(5.1));

        await Eventually.TrueAsync(() => waiter.IsCompleted, () => rig.Time.Advance(TimeSpan.FromMilliseconds(1)));
        await Assert.ThrowsAsync<PoolTimeoutException>(() => waiter);
    }

    [Fact]
    public async Task A_cancel_while_waiting_leaves_the_queue()
    {
        await using var rig = new PoolRig();
        await using var held = await rig.AcquireAsync(Token);
        using var cancel = new CancellationTokenSource();
        var leaver = rig.AcquireAsync(cancel.Token);
        var stayer = rig.AcquireAsync(Token);

        await cancel.CancelAsync();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => leaver);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal(1, rig.Now.Waiting);
        await held.DisposeAsync();
        await (await stayer).DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.AcquireAsync(cancel.Token));
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        await using var rig = new PoolRig(configure: static o => o.MaxWaiters = 2);
        var held = await rig.AcquireAsync(Token);
        var waiters = new[] { rig.AcquireAsync(Token), rig.AcquireAsync(Token) };

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => rig.AcquireAsync(Token));

        Assert.Contains("MaxWaiters is 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Statistics.Waiting);
        await held.DisposeAsync();
        await (await waiters[0]).DisposeAsync();
        await (await waiters[1]).DisposeAsync();
    }

    [Fact]
    public async Task MaxWaiters_does_not_count_callers_for_whom_a_connection_is_opened()
    {
        await using var rig = new PoolRig(max: 2, configure: static o => o.MaxWaiters = 0);

        var leases = await Task.WhenAll(rig.AcquireAsync(Token), rig.AcquireAsync(Token));

        await Assert.ThrowsAsync<PoolTimeoutException>(() => rig.AcquireAsync(Token));
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_connection_is_pinged_only_after_it_was_idle_for_a_while()
    {
        await using var rig = new PoolRig();
        await rig.WarmAsync();

        rig.Time.Advance(rig.Options.PingAfterIdle - Tick);
        await rig.WarmAsync();
        Assert.Equal(0, rig.Provider.Pings);
        rig.Time.Advance(rig.Options.PingAfterIdle);
        await rig.WarmAsync();

        Assert.Equal(1, rig.Provider.Pings);
        Assert.Equal(1, rig.Provider.Opens);
    }

    [Fact]
    public async Task A_dead_idle_connection_is_replaced_and_its_caller_keeps_his_turn()
    {
        await using var rig = new PoolRig();
        var dead = await rig.WarmAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var ping = new Gate();
        rig.Provider.OnPing = (_, ct) => ping.PassAsync(ct);
        var first = rig.AcquireAsync(Token);
        await ping.Reached;
        var second = rig.AcquireAsync(Token);

        ping.Fail(new FakeException(FailureKind.ConnectionLost));

        var lease = await first;
        Assert.NotSame(dead, PoolRig.Of(lease));
        Assert.False(second.IsCompleted);
        await lease.DisposeAsync();
        await (await second).DisposeAsync();
        Assert.Equal(1, rig.Provider.Closes);
    }

    [Fact]
    public async Task Another_idle_connection_is_taken_before_a_new_one_is_opened()
    {
        await using var rig = new PoolRig(max: 2);
        var both = await Task.WhenAll(rig.AcquireAsync(Token), rig.AcquireAsync(Token));
        var (good, dead) = (PoolRig.Of(both[0]), PoolRig.Of(both[1]));
        await both[0].DisposeAsync();
        await both[1].DisposeAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        rig.Provider.OnPing = (c, _) => c == dead ? throw new FakeException(FailureKind.ConnectionLost) : default;

        await using var lease = await rig.AcquireAsync(Token);

        Assert.Same(good, PoolRig.Of(lease));
        Assert.Equal(2, rig.Provider.Opens);
    }

    [Fact]
    public async Task A_connection_past_its_life_is_closed_and_replaced()
    {
        await using var rig = new PoolRig();
        var old = await rig.WarmAsync();
        rig.Time.Advance(rig.Options.MaxLifetime * 0.89);
        Assert.Same(old, await rig.WarmAsync());

        rig.Time.Advance(rig.Options.MaxLifetime * 0.11);

        Assert.NotSame(old, await rig.WarmAsync());
        await Eventually.TrueAsync(() => rig.Provider.Closes == 1);
    }
}
