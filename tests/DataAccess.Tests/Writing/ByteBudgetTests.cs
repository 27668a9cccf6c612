using DataAccess.Writing.Queue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Room for bytes: bounded, in turn, and never lost.</summary>
public sealed class ByteBudgetTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Room_is_granted_first_in_first_out_and_nobody_small_slips_past()
    {
        var gate = new ByteBudget(100, _time);
        Assert.True(gate.TryAcquire(90));
        var large = Acquire(gate, 50);
        var small = Acquire(gate, 5);

        Assert.False(gate.TryAcquire(1));
        Assert.False(small.IsCompleted);
        gate.Release(90);

        await large;
        await small;
        Assert.Equal(55, gate.Used);
    }

    [Fact]
    public async Task A_timeout_is_exact_and_lets_the_next_one_in()
    {
        var gate = new ByteBudget(100, _time);
        Assert.True(gate.TryAcquire(60));
        var large = gate.AcquireAsync(50, TimeSpan.FromSeconds(10), null, Token).AsTask();
        var small = Acquire(gate, 40);
        _time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(large.IsCompleted || small.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => large);
        await small.WaitAsync(Eventually.Patience, Token);
        Assert.Equal(100, gate.Used);
    }

    [Fact]
    public async Task A_cancel_leaves_the_queue()
    {
        var gate = new ByteBudget(10, _time);
        Assert.True(gate.TryAcquire(10));
        using var cancel = new CancellationTokenSource();
        var waiting = gate.AcquireAsync(10, Long, null, cancel.Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Release(10);

        Assert.Equal(0, gate.Used);
    }

    [Fact]
    public async Task Closing_fails_those_who_wait_and_those_who_come()
    {
        var gate = new ByteBudget(10, _time);
        Assert.True(gate.TryAcquire(10));
        var waiting = Acquire(gate, 1);

        gate.Close(static () => new InvalidOperationException("first"));
        gate.Close(static () => new InvalidOperationException("second"));

        Assert.Equal("first", (await Assert.ThrowsAsync<InvalidOperationException>(() => waiting)).Message);
        Assert.Throws<InvalidOperationException>(() => gate.TryAcquire(1));
        gate.Release(10);
        Assert.Equal(0, gate.Used);
    }

    [Fact]
    public async Task Room_granted_in_the_moment_of_giving_up_is_not_lost()
    {
        var gate = new ByteBudget(1_000, TimeProvider.System);
        var largest = 0L;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            var random = new Random(Seed.Value + i);
            for (var n = 0; n < 5_000; n++)
            {
                var bytes = random.Next(1, 400);
                using var cancel = new CancellationTokenSource();
                var pending = gate.AcquireAsync(bytes, TimeSpan.FromMilliseconds(random.Next(1, 20)), null, cancel.Token).AsTask();
                if (random.Next(4) == 0)
                {
                    _ = Task.Run(cancel.Cancel);
                }

                try
                {
                    await pending;
                }
                catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
                {
                    continue;
                }

                Interlocked.Exchange(ref largest, Math.Max(Volatile.Read(ref largest), gate.Used));
                if (random.Next(8) == 0)
                {
                    await Task.Yield();
                }

                gate.Release(bytes);
            }
        })));

        Assert.True(gate.Used == 0, $"{gate.Used} bytes were lost. {Seed.Replay}");
        Assert.InRange(largest, 1, 1_000);
        Assert.True(gate.TryAcquire(1_000), "Somebody is still in the queue.");
    }

    private static Task Acquire(ByteBudget gate, long bytes) => gate.AcquireAsync(bytes, Long, null, Token).AsTask();
}
