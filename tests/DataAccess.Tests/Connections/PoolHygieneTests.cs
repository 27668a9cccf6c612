using Xunit;

namespace DataAccess.Tests;

/// <summary>A connection whose state is in doubt is never handed on, and nothing outlives the pool.</summary>
public sealed class PoolHygieneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dirty_connection_is_reset_before_the_next_lease()
    {
        await using var rig = new PoolRig();
        var reset = new Gate();
        rig.Provider.OnReset = async (_, ct) =>
        {
            await reset.PassAsync(ct);
            return true;
        };
        await using (var lease = await rig.AcquireAsync(Token))
        {
            Assert.NotNull(lease.Connection);
        }

        var next = rig.AcquireAsync(Token);
        await reset.Reached;
        Assert.False(next.IsCompleted);
        reset.Open();

        await using var clean = await next;
        Assert.False(clean.Physical.IsDirty);
        Assert.Equal(1, rig.Provider.Opens);
    }

    [Fact]
    public async Task A_clean_connection_is_not_reset()
    {
        await using var rig = new PoolRig();
        await rig.WarmAsync();
        await rig.WarmAsync();

        Assert.Equal(0, rig.Provider.Resets);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_reset_is_closed_and_replaced()
    {
        await using var rig = new PoolRig();
        rig.Provider.OnReset = static (_, _) => throw new FakeException(FailureKind.RolledBack);
        await using (var lease = await rig.AcquireAsync(Token))
        {
            Assert.NotNull(lease.Connection);
        }

        await using var next = await rig.AcquireAsync(Token);

        Assert.Equal(2, rig.Provider.Opens);
        Assert.Equal(1, rig.Provider.Closes);
    }

    [Fact]
    public async Task A_connection_that_is_invalidated_or_lost_is_closed_and_replaced()
    {
        await using var rig = new PoolRig();
        await using (var lease = await rig.AcquireAsync(Token))
        {
            lease.Invalidate();
        }

        await using (var lease = await rig.AcquireAsync(Token))
        {
            PoolRig.Of(lease).Lose();
        }

        await using var next = await rig.AcquireAsync(Token);
        Assert.Equal((3, 2), (rig.Provider.Opens, rig.Provider.Closes));
    }

    [Fact]
    public async Task Clear_closes_what_is_idle_and_what_is_leased_when_it_comes_back()
    {
        await using var rig = new PoolRig(max: 2);
        var leased = await rig.AcquireAsync(Token);
        await (await rig.AcquireAsync(Token)).DisposeAsync();

        await rig.Pool.ClearAsync();
        Assert.Equal((0, 1), (rig.Now.Idle, rig.Provider.Closes));
        await leased.DisposeAsync();

        await Eventually.TrueAsync(() => rig.Provider.Closes == 2);
        await rig.WarmAsync();
        Assert.Equal(3, rig.Provider.Opens);
    }

    [Fact]
    public async Task Clear_also_reaches_a_connection_that_is_being_reset()
    {
        await using var rig = new PoolRig();
        var reset = new Gate();
        rig.Provider.OnReset = async (_, ct) =>
        {
            await reset.PassAsync(ct);
            return true;
        };
        var lease = await rig.AcquireAsync(Token);
        var old = (FakeConnection)lease.Connection;
        await lease.DisposeAsync();
        await reset.Reached;

        await rig.Pool.ClearAsync();
        reset.Open();

        await using var next = await rig.AcquireAsync(Token);
        Assert.NotSame(old, PoolRig.Of(next));
    }

    [Fact]
    public async Task Dispose_fails_those_who_wait_and_those_who_come()
    {
        var rig = new PoolRig();
        var held = await rig.AcquireAsync(Token);
        var waiters = Enumerable.Range(0, 3).Select(_ => rig.AcquireAsync(Token)).ToList();

        var disposing = rig.Pool.DisposeAsync().AsTask();

        foreach (var waiter in waiters)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiter);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.AcquireAsync(Token));
        Assert.False(disposing.IsCompleted);
        await held.DisposeAsync();
        await disposing.WaitAsync(Eventually.Patience, Token);
        Assert.Equal(1, rig.Provider.Closes);
    }

    [Fact]
    public async Task Dispose_takes_leases_away_after_DrainTimeout_and_a_late_return_harms_nobody()
    {
        var rig = new PoolRig(max: 2);
        rig.Provider.OnClose = static _ => throw new FakeException(FailureKind.ConnectionLost);
        var held = await Task.WhenAll(rig.AcquireAsync(Token), rig.AcquireAsync(Token));
        var disposing = rig.Pool.DisposeAsync().AsTask();
        Assert.Equal(0, rig.Provider.Closes);

        rig.Time.Advance(rig.Options.DrainTimeout);

        await disposing.WaitAsync(Eventually.Patience, Token);
        Assert.Equal(2, rig.Provider.Closes);
        await held[0].DisposeAsync();
        await held[1].DisposeAsync();
        await Eventually.TrueAsync(() => rig.Now is { Leased: 0, Closed: 2 });
    }

    [Fact]
    public async Task Dispose_does_not_wait_for_ever_for_a_connection_that_cannot_be_closed()
    {
        var rig = new PoolRig();
        await rig.WarmAsync();
        var close = new Gate();
        rig.Provider.OnClose = _ => close.PassAsync(CancellationToken.None);
        var disposing = rig.Pool.DisposeAsync().AsTask();
        await close.Reached;

        await Eventually.TrueAsync(() => disposing.IsCompleted, () => rig.Time.Advance(rig.Options.DrainTimeout));

        await disposing;
        close.Open();
    }

    [Fact]
    public async Task Dispose_gives_up_a_connection_that_is_being_opened()
    {
        var rig = new PoolRig();
        var open = new Gate();
        rig.Provider.OnOpen = (_, ct) => open.PassAsync(ct);
        var waiter = rig.AcquireAsync(Token);
        await open.Reached;

        await rig.Pool.DisposeAsync().AsTask().WaitAsync(Eventually.Patience, Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiter);
        Assert.Equal(1, rig.Provider.Closes);
    }

    [Fact]
    public async Task To_dispose_twice_harms_nobody()
    {
        var rig = new PoolRig();
        await rig.WarmAsync();

        await rig.DisposeAsync();
        await rig.DisposeAsync();

        Assert.Equal(1, rig.Provider.Closes);
    }
}
