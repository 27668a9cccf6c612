using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>Locks whose session is killed, or whose server falls silent: the holder is told within the promised time.</summary>
public abstract class LockFaultSuite(ServerEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan Detection = TimeSpan.FromSeconds(1);

    /// <summary>What a loaded machine may add.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>A query for the numbers of the other sessions on this database that are outside the pool of the one that asks.</summary>
    protected abstract string OtherSessions { get; }

    /// <summary>A statement that ends a session.</summary>
    protected abstract string Kill(long session);

    [Fact]
    public async Task A_killed_session_loses_all_its_locks_and_the_next_lock_works()
    {
        await using var db = Reopen(static o => o.LockLossDetection = Detection);
        var first = await db.TryLockAsync("first", Token);
        var second = await db.TryLockAsync("second", Token);

        await KillOthersAsync();

        await LostAsync(first!, Detection + Slack);
        await LostAsync(second!, Slack);
        await using (var elsewhere = await Db.LockAsync("first", Slack, Token))
        {
            // The one that lost it still counts in its own process.
            Assert.Null(await db.TryLockAsync("first", Token));
            await first!.DisposeAsync();
            Assert.Null(await db.TryLockAsync("first", Token));
        }

        await using var again = await db.TryLockAsync("first", Token);
        Assert.NotNull(again);
        await second!.DisposeAsync();
    }

    [Fact]
    public async Task A_session_that_ended_unnoticed_is_replaced()
    {
        await using var db = Reopen();
        await (await db.LockAsync("job", Slack, Token)).DisposeAsync();
        await KillOthersAsync();

        await using var held = await db.TryLockAsync("job", Token);

        Assert.NotNull(held);
        Assert.Null(await Db.TryLockAsync("job", Token));
    }

    [Fact]
    public async Task A_lock_whose_session_is_gone_is_disposed_quietly()
    {
        await using var db = Reopen();
        var held = await db.LockAsync("job", Slack, Token);
        await KillOthersAsync();

        await held.DisposeAsync();

        await (await Db.LockAsync("job", Slack, Token)).DisposeAsync();
        await (await db.LockAsync("job", Slack, Token)).DisposeAsync();
    }

    [Fact]
    public async Task A_silent_server_has_lost_its_locks()
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        await using var proxy = new SilentProxy($"{(builder.TryGetValue("Host", out var host) ? host : builder["Server"])}", int.Parse($"{builder["Port"]}", null), int.MaxValue);
        builder["Port"] = proxy.Port;
        var options = new DatabaseOptions { LockLossDetection = Detection };
        options.Connections.ConnectTimeout = TimeSpan.FromSeconds(1);
        var db = Engine.Open(builder.ConnectionString, options);
        var held = await db.LockAsync("job", Slack, Token);
        var clock = Stopwatch.StartNew();

        proxy.FallSilent();

        await LostAsync(held, Detection + Slack);
        clock.Restart();
        await held.DisposeAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Slack);
        await db.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task While_sessions_are_killed_nobody_believes_for_longer_than_promised(int seed)
    {
        var programs = Enumerable.Range(0, 3).Select(_ => Reopen(static o => o.LockLossDetection = Detection)).ToList();
        var beliefs = new ConcurrentDictionary<DatabaseLock, bool>();
        var longest = TimeSpan.Zero;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(TimeSpan.FromSeconds(8));
        var watching = new ConcurrentBag<Task>();
        var (taken, lost) = (0, 0);
        var holders = Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + i);
            while (!stop.IsCancellationRequested)
            {
                DatabaseLock? held = null;
                try
                {
                    held = random.Next(2) == 0 ? await programs[i % 3].TryLockAsync("job", Token) : await programs[i % 3].LockAsync("job", TimeSpan.FromSeconds(1), Token);
                }
                catch (Exception exception) when (exception is LockTimeoutException or DbException or DatabaseUnavailableException or IOException or TimeoutException or ObjectDisposedException)
                {
                    // Killed at that moment.
                }

                if (held is null)
                {
                    await Task.Delay(random.Next(20), Token);
                    continue;
                }

                Interlocked.Increment(ref taken);
                foreach (var other in beliefs.Keys.Where(static other => !other.Lost.IsCancellationRequested))
                {
                    watching.Add(WatchAsync(other, Stopwatch.StartNew()));
                }

                beliefs[held] = true;
                await Task.Delay(random.Next(600), held.Lost).ContinueWith(static _ => { }, TaskScheduler.Default);
                lost += held.Lost.IsCancellationRequested ? 1 : 0;
                beliefs.TryRemove(held, out _);
                await held.DisposeAsync();
            }
        })).ToList();

        var killer = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(killer.Next(1_500), Token);
            await KillOthersAsync();
        }

        await Task.WhenAll(holders);
        await Task.WhenAll(watching);
        foreach (var program in programs)
        {
            await program.DisposeAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {taken} taken, {lost} lost, believed for {longest.TotalSeconds:0.00} s at most");
        Assert.True(taken > 5 && lost > 0, $"{taken} taken, {lost} lost");
        Assert.InRange(longest, TimeSpan.Zero, Detection + Slack);

        async Task WatchAsync(DatabaseLock other, Stopwatch clock)
        {
            while (beliefs.ContainsKey(other) && !other.Lost.IsCancellationRequested)
            {
                await Task.Delay(5, Token);
            }

            lock (beliefs)
            {
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
            }
        }
    }

    private static async Task LostAsync(DatabaseLock held, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        await Task.Delay(within, held.Lost).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.True(held.Lost.IsCancellationRequested, $"'{held.Name}' was not lost within {clock.Elapsed}");
    }

    private async ValueTask KillOthersAsync()
    {
        foreach (var session in await Db.QueryAsync<long>(SqlStatement.Raw(OtherSessions), Token))
        {
            // It may have ended by itself.
            await Record.ExceptionAsync(async () => await Db.ExecuteAsync(SqlStatement.Raw(Kill(session)), Token));
        }
    }
}
