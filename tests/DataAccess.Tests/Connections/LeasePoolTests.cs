using Xunit;

namespace DataAccess.Tests;

/// <summary>Who gets which connection, and when.</summary>
public sealed class LeasePoolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiters_are_served_first_in_first_out()
    {
        await using var rig = new PoolRig();
        var held = await rig.AcquireAsync(Token);
        var waiters = Enumerable.Range(0, 20).Select(_ => rig.AcquireAsync(Token)).ToList();

        foreach (var waiter in waiters)
        {
            await held.DisposeAsync();
            held = await waiter;
            Assert.Equal(waiters.IndexOf(waiter) + 1, waiters.Count(static w => w.IsCompleted));
        }

        await held.DisposeAsync();
        Assert.Equal(1, rig.Provider.Opens);
    }

    [Fact]
    public async Task A_waiter_takes_a_returned_connection_while_a_new_one_is_being_opened()
    {
        await using var rig = new PoolRig(max: 2);
        var first = await rig.AcquireAsync(Token);
        var gate = new Gate();
        rig.Provider.OnOpen = (_, ct) => gate.PassAsync(ct);
        var waiter = rig.AcquireAsync(Token);
        await gate.Reached;

        var used = PoolRig.Of(first);
        await first.DisposeAsync();

        Assert.Same(used, PoolRig.Of(await waiter));
        gate.Open();
        await Eventually.TrueAsync(() => rig.Now.Idle == 1);
        await (await waiter).DisposeAsync();
    }

    [Fact]
    public async Task A_waiter_takes_a_new_connection_when_it_comes_first()
    {
        await using var rig = new PoolRig(max: 2);
        await using var held = await rig.AcquireAsync(Token);

        await using var second = await rig.AcquireAsync(Token);

        Assert.NotSame(PoolRig.Of(held), PoolRig.Of(second));
    }

    [Fact]
    public async Task A_half_built_connection_goes_to_the_next_when_its_waiter_has_left()
    {
        await using var rig = new PoolRig();
        var gate = new Gate();
        rig.Provider.OnOpen = (_, ct) => gate.PassAsync(ct);
        using var leave = new CancellationTokenSource();
        var leaver = rig.AcquireAsync(leave.Token);
        await gate.Reached;
        var stayer = rig.AcquireAsync(Token);

        await leave.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => leaver);
        gate.Open();

        await using var lease = await stayer;
        Assert.Equal(1, rig.Provider.Opens);
    }

    [Fact]
    public async Task A_failure_to_open_reaches_the_first_waiter_and_the_others_go_on()
    {
        await using var rig = new PoolRig();
        var gate = new Gate();
        rig.Provider.OnOpen = (_, ct) => gate.PassAsync(ct);
        var first = rig.AcquireAsync(Token);
        await gate.Reached;
        var second = rig.AcquireAsync(Token);

        rig.Provider.OnOpen = static (_, _) => default;
        gate.Fail(new FakeException(FailureKind.Unavailable));

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => first);
        Assert.Equal("fake:1/db", error.Endpoint);
        Assert.Equal(FailureKind.Unavailable, error.Failure.Kind);
        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_cannot_even_be_made_frees_its_place()
    {
        await using var rig = new PoolRig();
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Fatal);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<DatabaseUnavailableException>(() => rig.AcquireAsync(Token));
        }

        rig.Provider.OnOpen = static (_, _) => default;
        await using var lease = await rig.AcquireAsync(Token);
    }

    [Fact]
    public async Task Opening_ends_after_ConnectTimeout()
    {
        await using var rig = new PoolRig();
        var gate = new Gate();
        rig.Provider.OnOpen = (_, ct) => gate.PassAsync(ct);
        var waiter = rig.AcquireAsync(Token);
        await gate.Reached;

        rig.Time.Advance(rig.Options.ConnectTimeout);

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => waiter);
        Assert.Contains("ConnectTimeout (00:00:15)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_lease_and_its_copies_refuse_use()
    {
        await using var rig = new PoolRig();
        var lease = await rig.AcquireAsync(Token);
        var copy = lease;
        await lease.DisposeAsync();
        await using var next = await rig.AcquireAsync(Token);

        Assert.Throws<ObjectDisposedException>(() => copy.Connection);
        Assert.Throws<ObjectDisposedException>(copy.Invalidate);
        await copy.DisposeAsync();

        Assert.Equal(1, rig.Now.Leased);
        Assert.False(next.Physical.IsBroken);
        Assert.NotEqual(copy, next);
    }

    [Fact]
    public async Task The_pool_is_bounded()
    {
        await using var rig = new PoolRig(max: 3);
        var leases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => rig.AcquireAsync(Token)));
        var fourth = rig.AcquireAsync(Token);

        Assert.False(fourth.IsCompleted);
        Assert.Equal(3, rig.Provider.Opens);
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }

        await (await fourth).DisposeAsync();
    }

    [Fact]
    public async Task To_acquire_and_return_uncontended_allocates_nothing()
    {
        await using var rig = new PoolRig(time: TimeProvider.System);
        await rig.WarmAsync();
        await AcquireAndReturnAsync(rig, 1_000);

        // The best of several rounds: the runtime itself may allocate once, when it compiles the loop anew.
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var pending = AcquireAndReturnAsync(rig, 1_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(pending.IsCompletedSuccessfully);
            await pending;
        }

        // Less than a byte a lease; what is left is the loop's own state machine.
        Assert.InRange(least, 0, 999);
    }

    private static async ValueTask AcquireAndReturnAsync(PoolRig rig, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var lease = await rig.Pool.AcquireAsync(default, CancellationToken.None);
            await lease.DisposeAsync();
        }
    }
}
