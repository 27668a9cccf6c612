using DataAccess.Connections.Statements;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A driver's cancel, which may block and may throw, stands between nobody and his threads.</summary>
public sealed class CancelGuardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancel_that_blocks_takes_no_thread_of_the_pool_and_one_that_throws_harms_nobody(bool throws)
    {
        var guards = Enumerable.Range(0, 100).Select(static _ => new CancelGuard(null, TimeProvider.System, static () => { })).ToList();
        using var goOn = new ManualResetEventSlim();
        using var caller = new CancellationTokenSource();
        var (blocked, ofPool) = (0, 0);
        foreach (var guard in guards)
        {
            Assert.True(guard.TryBegin(caller.Token, out var token));
            token.Register(() =>
            {
                Interlocked.Add(ref ofPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
                Interlocked.Increment(ref blocked);
                goOn.Wait(CancellationToken.None);
                _ = throws ? throw new InvalidOperationException("the driver's own") : 0;
            });
        }

        await caller.CancelAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref blocked) == guards.Count);
        goOn.Set();

        foreach (var guard in guards)
        {
            await guard.EndAsync();
            Assert.True(guard.TryBegin(Token, out var token));
            Assert.False(token.IsCancellationRequested);
            await guard.EndAsync();
            guard.Dispose();
        }

        Assert.Equal(0, ofPool);
    }

    [Fact]
    public async Task With_an_infinite_grace_the_driver_is_waited_for()
    {
        var time = new FakeTimeProvider();
        var isTaken = false;
        using var guard = new CancelGuard(null, time, () => isTaken = true) { Grace = Timeout.InfiniteTimeSpan };
        Assert.True(guard.TryBegin(Token, out var token));

        Assert.True(guard.TryCancel());
        await Eventually.TrueAsync(() => token.IsCancellationRequested, () => time.Advance(TimeSpan.FromHours(1)));
        time.Advance(TimeSpan.FromHours(1));
        await guard.EndAsync();

        Assert.False(isTaken);
    }

    [Fact]
    public async Task Where_the_driver_does_not_end_the_connection_is_taken_away()
    {
        var time = new FakeTimeProvider();
        var taken = new TaskCompletionSource();
        using var guard = new CancelGuard(null, time, taken.SetResult);
        Assert.True(guard.TryBegin(Token, out _));

        Assert.True(guard.TryCancel());
        await Eventually.TrueAsync(() => taken.Task.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(1)));

        await guard.EndAsync();
    }
}
