using DataAccess.Connections;
using DataAccess.Connections.Pool;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Who waits while the server gives no more connections, and for how long.</summary>
public sealed class PoolScarcityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.ConnectionLost)]
    [InlineData(FailureKind.Unknown)]
    public async Task A_waiter_is_served_by_a_lease_that_comes_back_although_no_more_can_be_opened(FailureKind kind)
    {
        await using var rig = new PoolRig(max: 4);
        var held = await rig.AcquireAsync(Token);
        rig.Provider.OnOpen = (_, _) => throw new FakeException(kind);
        var waiters = Enumerable.Range(0, 5).Select(_ => rig.AcquireAsync(Token)).ToList();
        await Eventually.TrueAsync(() => rig.Now.Opening == 0);
        rig.Time.Advance(TimeSpan.FromSeconds(29));
        await Eventually.TrueAsync(() => rig.Now.Opening == 0);
        Assert.All(waiters, static w => Assert.False(w.IsCompleted));

        foreach (var waiter in waiters)
        {
            var used = PoolRig.Of(held);
            await held.DisposeAsync();
            held = await waiter;
            Assert.Same(used, PoolRig.Of(held));
        }

        await held.DisposeAsync();
    }

    [Fact]
    public async Task Who_comes_first_waits_for_what_others_are_opening()
    {
        await using var rig = new PoolRig(max: 4);
        var slow = new Gate();
        rig.Provider.OnOpen = (_, ct) => slow.PassAsync(ct);
        var waiters = new List<Task<ConnectionLease>> { rig.AcquireAsync(Token) };
        await slow.Reached;
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Unavailable);
        waiters.AddRange(Enumerable.Range(0, 3).Select(_ => rig.AcquireAsync(Token)));
        await Eventually.TrueAsync(() => rig.Now.Opening == 1);
        Assert.All(waiters, static w => Assert.False(w.IsCompleted));

        slow.Open();

        foreach (var waiter in waiters)
        {
            await (await waiter).DisposeAsync();
        }
    }

    [Fact]
    public async Task When_all_attempts_have_failed_as_many_are_told()
    {
        await using var rig = new PoolRig(max: 4);
        var gate = new Gate();
        rig.Provider.OnOpen = (_, ct) => gate.PassAsync(ct);
        var waiters = Enumerable.Range(0, 4).Select(_ => rig.AcquireAsync(Token)).ToList();
        await Eventually.TrueAsync(() => rig.Provider.Opens == 4);

        gate.Fail(new FakeException(FailureKind.Unavailable));

        var errors = new HashSet<Exception>();
        foreach (var waiter in waiters)
        {
            errors.Add(await Assert.ThrowsAsync<DatabaseUnavailableException>(() => waiter));
        }

        // No attempt of its own for each that was left over.
        Assert.Equal((4, 4), (errors.Count, rig.Provider.Opens));
    }

    [Fact]
    public async Task What_a_person_must_change_is_told_at_once()
    {
        await using var rig = new PoolRig(max: 2);
        await using var held = await rig.AcquireAsync(Token);
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Fatal);

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => rig.AcquireAsync(Token));
    }

    [Fact]
    public async Task The_error_surfaces_when_the_last_connection_is_gone()
    {
        await using var rig = new PoolRig(max: 2);
        var held = await rig.AcquireAsync(Token);
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Unavailable);
        var waiters = new[] { rig.AcquireAsync(Token), rig.AcquireAsync(Token) };
        await Eventually.TrueAsync(() => rig.Now.Opening == 0);
        Assert.Equal(2, rig.Now.Waiting);

        held.Invalidate();
        await held.DisposeAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => waiters[0]);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => waiters[1]);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => rig.AcquireAsync(Token));
    }

    [Fact]
    public async Task A_wait_that_ends_says_why_no_more_could_be_opened()
    {
        await using var rig = new PoolRig(max: 2);
        await using var held = await rig.AcquireAsync(Token);
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Unavailable);
        var waiter = rig.AcquireAsync(Token);
        await Eventually.TrueAsync(() => rig.Now is { Opening: 0, Waiting: 1 } && rig.Provider.Opens == 2);

        rig.Time.Advance(rig.Options.AcquireTimeout);

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => waiter);
        Assert.Contains("The last attempt to open another connection failed", error.Message, StringComparison.Ordinal);
        Assert.IsType<DatabaseUnavailableException>(error.InnerException);
    }

    [Fact]
    public async Task Opening_is_tried_again_in_pauses_that_grow_and_all_are_served_once_it_goes()
    {
        await using var rig = new PoolRig(max: 4);
        await using var held = await rig.AcquireAsync(Token);
        rig.Provider.OnOpen = static (_, _) => throw new FakeException(FailureKind.Unavailable);
        var waiters = Enumerable.Range(0, 3).Select(_ => rig.AcquireAsync(Token)).ToList();
        await Eventually.TrueAsync(() => rig.Now.Opening == 0);
        var tried = rig.Provider.Opens;

        // Those who come meanwhile try nothing.
        waiters.Add(rig.AcquireAsync(Token));
        for (var i = 0; i < 200; i++)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Eventually.TrueAsync(() => rig.Now.Opening == 0);
        }

        Assert.InRange(rig.Provider.Opens - tried, 8, 20);
        rig.Provider.OnOpen = static (_, _) => default;
        await Eventually.TrueAsync(() => waiters.Count(static w => w.IsCompletedSuccessfully) == 3, () => rig.Time.Advance(TimeSpan.FromMilliseconds(10)));

        foreach (var waiter in waiters)
        {
            await (await waiter).DisposeAsync();
        }
    }

    [Fact]
    public async Task A_caller_with_a_deadline_waits_until_it_however_long_the_uses_before_were()
    {
        await using var rig = new PoolRig();
        for (var i = 0; i < 5; i++)
        {
            await using var slow = await rig.AcquireAsync(Token);
            rig.Time.Advance(TimeSpan.FromSeconds(20));
        }

        var held = await rig.AcquireAsync(Token);
        var waiter = Within(rig, TimeSpan.FromSeconds(1), Token);
        Assert.False(waiter.IsCompleted);
        await held.DisposeAsync();

        await (await waiter).DisposeAsync();
    }

    [Fact]
    public async Task A_deadline_that_passes_in_the_queue_is_a_timeout_also_where_the_callers_clock_cancels_first()
    {
        await using var rig = new PoolRig();
        await using var held = await rig.AcquireAsync(Token);

        // Of two timers that are due together, the one that was set first rings first.
        using var clock = new CancellationTokenSource(TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1), rig.Time);
        rig.Time.Advance(TimeSpan.FromTicks(1));
        var waiter = Within(rig, TimeSpan.FromSeconds(1), clock.Token);
        rig.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.False(waiter.IsCompleted);
        rig.Time.Advance(TimeSpan.FromTicks(1));

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => waiter);
        Assert.Contains("the caller's deadline (00:00:01)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_whose_deadline_has_passed_is_rejected_at_once()
    {
        await using var rig = new PoolRig();
        await using var held = await rig.AcquireAsync(Token);

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => Within(rig, TimeSpan.Zero, Token));
        Assert.Contains("deadline had passed before", error.Message, StringComparison.Ordinal);
    }

    private static Task<ConnectionLease> Within(PoolRig rig, TimeSpan within, CancellationToken cancellationToken)
        => rig.Pool.AcquireAsync(new LeaseHolder("test", Within: within), cancellationToken).AsTask();
}
