using Xunit;

namespace DataAccess.Tests;

/// <summary>A driver that listens to no token and may never return: nobody waits for it for longer than he was told.</summary>
public sealed class PoolBoundsTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opening_ends_after_ConnectTimeout_whatever_the_driver_does()
    {
        await using var rig = new PoolRig();
        var open = Deaf(rig);
        var waiter = rig.AcquireAsync(Token);
        await open.Reached;

        rig.Time.Advance(rig.Options.ConnectTimeout);

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => waiter);
        Assert.Contains("ConnectTimeout (00:00:15)", error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Unavailable, error.Failure.Kind);
        open.Open();
    }

    [Fact]
    public async Task A_connection_that_the_driver_still_opens_keeps_its_place_and_is_closed_when_it_ends()
    {
        await using var rig = new PoolRig();
        var open = Deaf(rig);
        var first = rig.AcquireAsync(Token);
        await open.Reached;
        rig.Time.Advance(rig.Options.ConnectTimeout);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => first);

        rig.Provider.OnOpen = static (_, _) => default;
        var second = rig.AcquireAsync(Token);
        rig.Time.Advance(Grace);
        Assert.Equal((1, 1), (rig.Provider.Opens, rig.Now.Waiting));
        Assert.Equal(0, rig.Provider.Closes);
        open.Open();

        await (await second).DisposeAsync();
        Assert.Equal((2, 1), (rig.Provider.Opens, rig.Provider.Closes));
        Assert.Equal(0, rig.Now.Closed);
    }

    [Fact]
    public async Task Dispose_waits_for_no_connection_that_is_being_opened()
    {
        var rig = new PoolRig(max: 2);
        var open = Deaf(rig);
        var waiters = new[] { rig.AcquireAsync(Token), rig.AcquireAsync(Token) };
        await Eventually.TrueAsync(() => rig.Provider.Opens == 2);

        var disposing = rig.Pool.DisposeAsync().AsTask();
        foreach (var waiter in waiters)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiter);
        }

        var moved = TimeSpan.Zero;
        await Eventually.TrueAsync(() => disposing.IsCompleted, () =>
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(1));
            moved += TimeSpan.FromMilliseconds(1);
        });

        Assert.True(moved < rig.Options.DrainTimeout, $"It took {moved}.");
        open.Open();
        await Eventually.TrueAsync(() => rig.Provider.Closes == 2);
    }

    [Fact]
    public async Task A_ping_without_an_end_is_given_up_and_its_connection_closed_later()
    {
        await using var rig = new PoolRig(max: 2, static o => o.ConnectTimeout = TimeSpan.FromSeconds(1));
        await rig.WarmAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var ping = new Gate();
        rig.Provider.OnPing = (_, _) => ping.PassAsync(CancellationToken.None);
        var waiter = rig.AcquireAsync(Token);
        await ping.Reached;

        rig.Time.Advance(rig.Options.ConnectTimeout);

        await using var lease = await waiter;
        Assert.Equal((2, 0), (rig.Provider.Opens, rig.Provider.Closes));
        ping.Open();
        await Eventually.TrueAsync(() => rig.Provider.Closes == 1);
    }

    [Fact]
    public async Task A_cancel_ends_a_ping_that_has_no_end()
    {
        await using var rig = new PoolRig();
        await rig.WarmAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var ping = new Gate();
        rig.Provider.OnPing = (_, _) => ping.PassAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiter = rig.AcquireAsync(cancel.Token);
        await ping.Reached;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        ping.Open();
    }

    [Fact]
    public async Task A_reset_without_an_end_is_given_up_and_its_connection_closed_later()
    {
        await using var rig = new PoolRig(max: 1, static o => o.ConnectTimeout = TimeSpan.FromSeconds(1));
        var reset = new Gate();
        rig.Provider.OnReset = async (_, _) =>
        {
            await reset.PassAsync(CancellationToken.None);
            return true;
        };
        await using (var lease = await rig.AcquireAsync(Token))
        {
            Assert.NotNull(lease.Connection);
        }

        await reset.Reached;
        var waiter = rig.AcquireAsync(Token);
        Assert.Equal(0, rig.Provider.Closes);

        // The driver is not disturbed for a while; then its connection is closed under it.
        await Eventually.TrueAsync(() => waiter.IsCompleted, () => rig.Time.Advance(TimeSpan.FromMilliseconds(10)));

        await (await waiter).DisposeAsync();
        Assert.Equal((2, 1), (rig.Provider.Opens, rig.Provider.Closes));
    }

    [Fact]
    public async Task Clear_and_dispose_wait_for_no_connection_that_cannot_be_closed()
    {
        var rig = new PoolRig(max: 2, static o => o.ConnectTimeout = TimeSpan.FromSeconds(1));
        await rig.WarmAsync();
        var close = new Gate();
        rig.Provider.OnClose = _ => close.PassAsync(CancellationToken.None);

        var clearing = rig.Pool.ClearAsync().AsTask();
        await close.Reached;
        await Eventually.TrueAsync(() => clearing.IsCompleted, () => rig.Time.Advance(TimeSpan.FromSeconds(1)));
        await clearing;
        Assert.Equal(1, rig.Now.Opening);

        await rig.Pool.DisposeAsync().AsTask().WaitAsync(Eventually.Patience, Token);
        close.Open();
        await Eventually.TrueAsync(() => rig.Now.Closed == 1);
    }

    [Fact]
    public async Task Dispose_waits_for_no_lease_that_cannot_be_taken_away()
    {
        var rig = new PoolRig();
        var held = await rig.AcquireAsync(Token);
        var close = new Gate();
        rig.Provider.OnClose = _ => close.PassAsync(CancellationToken.None);
        var disposing = rig.Pool.DisposeAsync().AsTask();

        rig.Time.Advance(rig.Options.DrainTimeout);
        await close.Reached;
        await Eventually.TrueAsync(() => disposing.IsCompleted, () => rig.Time.Advance(TimeSpan.FromMilliseconds(10)));

        close.Open();
        await held.DisposeAsync();
    }

    /// <summary>Opening stops at a gate and listens to no token.</summary>
    private static Gate Deaf(PoolRig rig)
    {
        var open = new Gate();
        rig.Provider.OnOpen = (_, _) => open.PassAsync(CancellationToken.None);
        return open;
    }
}
