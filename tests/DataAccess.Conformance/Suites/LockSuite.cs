using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Named locks: one holder at a time, among all that use a database.</summary>
public abstract class LockSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("job")]
    [InlineData("Job ä; '1' \"2\" `3` \\")]
    [InlineData("a name that is longer than the sixty-four characters that some servers have for it, and then some more")]
    public async Task One_of_two_programs_has_a_lock(string name)
    {
        await using var other = Reopen();
        await using (var held = await Db.TryLockAsync(name, Token))
        {
            Assert.NotNull(held);
            Assert.Equal(name, held.Name);
            Assert.False(held.Lost.IsCancellationRequested);
            Assert.Null(await other.TryLockAsync(name, Token));
            Assert.Null(await Db.TryLockAsync(name, Token));
            await using var another = await other.TryLockAsync(name + ".", Token);
            Assert.NotNull(another);
        }

        await using var next = await other.TryLockAsync(name, Token);
        Assert.NotNull(next);
        Assert.Null(await Db.TryLockAsync(name, Token));
    }

    [Fact]
    public async Task Upper_and_lower_case_differ()
    {
        await using var other = Reopen();
        await using var held = await Db.TryLockAsync("job", Token);
        await using var second = await other.TryLockAsync("JOB", Token);
        Assert.NotNull(second);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.TryLockAsync("", Token));
    }

    [Fact]
    public async Task Locks_survive_the_checks_and_a_second_dispose_does_nothing()
    {
        await using var db = Reopen(static o => o.LockLossDetection = TimeSpan.FromSeconds(1));
        await using var other = Reopen();
        var first = await db.TryLockAsync("first", Token);
        var second = await db.TryLockAsync("second", Token);

        // Several checks pass, while a third lock comes and goes.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(1.5);)
        {
            await (await db.LockAsync("third", Long, Token)).DisposeAsync();
        }

        Assert.False(first!.Lost.IsCancellationRequested || second!.Lost.IsCancellationRequested);
        await first.DisposeAsync();
        await using var taken = await other.TryLockAsync("first", Token);
        await first.DisposeAsync();
        Assert.NotNull(taken);
        Assert.Null(await db.TryLockAsync("first", Token));
        Assert.Null(await other.TryLockAsync("second", Token));
        Assert.False(first.Lost.IsCancellationRequested);
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_caller_waits_until_the_lock_is_free_or_its_time_is_over()
    {
        await using var other = Reopen();
        var held = await Db.LockAsync("job", TimeSpan.Zero, Token);

        foreach (var db in new[] { Db, other })
        {
            var error = await Assert.ThrowsAsync<LockTimeoutException>(async () => await db.LockAsync("job", TimeSpan.FromSeconds(0.1), Token));
            Assert.Equal("job", error.Name);
            Assert.Contains("'job' was not free within 0.1 s", error.Message, StringComparison.Ordinal);
        }

        var here = Db.LockAsync("job", Timeout.InfiniteTimeSpan, Token).AsTask();
        var there = other.LockAsync("job", Long, Token).AsTask();
        Assert.False(here.IsCompleted || there.IsCompleted);
        await held.DisposeAsync();
        var first = await Task.WhenAny(here, there);
        await (await first).DisposeAsync();
        await (await (first == here ? there : here)).DisposeAsync();
    }

    [Fact]
    public async Task Callers_of_one_process_are_served_in_order()
    {
        var held = await Db.LockAsync("job", Long, Token);
        var order = new List<int>();
        var callers = Enumerable.Range(0, 8).Select(TakeAsync).ToList();
        await held.DisposeAsync();
        await Task.WhenAll(callers);
        Assert.Equal(Enumerable.Range(0, 8), order);

        async Task TakeAsync(int i)
        {
            await using var mine = await Db.LockAsync("job", Long, Token);
            order.Add(i);
        }
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_no_lock_behind()
    {
        await using var other = Reopen();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Db.TryLockAsync("job", cancelled.Token));
        for (var i = 0; i < 20; i++)
        {
            using var cancel = new CancellationTokenSource();
            var call = Db.LockAsync("job", Long, cancel.Token).AsTask();
            await cancel.CancelAsync();
            if (await Record.ExceptionAsync(() => call) is not null)
            {
                continue;
            }

            await (await call).DisposeAsync();
        }

        await using (await other.LockAsync("job", Long, Token))
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Db.LockAsync("job", Long, soon.Token));
        }

        await using var held = await Db.LockAsync("job", Long, Token);
        Assert.Null(await other.TryLockAsync("job", Token));
    }

    [Fact]
    public async Task Disposing_the_database_gives_its_locks_up()
    {
        await using var other = Reopen();
        var db = Reopen();
        var held = await db.LockAsync("job", Long, Token);

        await db.DisposeAsync();

        Assert.True(held.Lost.IsCancellationRequested);
        await (await other.LockAsync("job", Long, Token)).DisposeAsync();
        await held.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await db.TryLockAsync("job", Token));
    }

    [Fact]
    public async Task No_two_of_many_callers_have_it()
    {
        var programs = Enumerable.Range(0, 4).Select(_ => Reopen()).ToList();
        var (holders, taken) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            for (var n = 0; n < 5; n++)
            {
                await using var held = await programs[i % 4].LockAsync("job", TimeSpan.FromMinutes(1), Token);
                Assert.Equal(1, Interlocked.Increment(ref holders));
                await Task.Yield();
                taken++;
                Interlocked.Decrement(ref holders);
            }
        }));

        Assert.Equal(60, taken);
        foreach (var program in programs)
        {
            await program.DisposeAsync();
        }
    }

    [Fact]
    public void The_time_of_detection_is_checked()
        => Assert.Contains(
            "LockLossDetection is 00:00:00.5000000; it must be between 1 s and 1 h.",
            Assert.Throws<InvalidOptionsException>(() => Reopen(static o => o.LockLossDetection = TimeSpan.FromSeconds(0.5))).Message,
            StringComparison.Ordinal);
}
