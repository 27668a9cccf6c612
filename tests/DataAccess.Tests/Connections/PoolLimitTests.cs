using DataAccess.Connections;
using DataAccess.Connections.Pool.Sizing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The pool does what its limit says: it leases no more, opens what is missing and closes what is not needed.</summary>
public sealed class PoolLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_that_wait_for_long_leases_get_more_connections()
    {
        await using var rig = Elastic(2, 20);
        var held = new List<ConnectionLease> { await rig.AcquireAsync(Token), await rig.AcquireAsync(Token) };
        var waiter = rig.AcquireAsync(Token);
        Assert.Equal((2, 2, 1), (rig.Now.Limit, rig.Now.Leased, rig.Now.Waiting));

        await Eventually.TrueAsync(() => waiter.IsCompleted, () => rig.Time.Advance(TimeSpan.FromMilliseconds(10)));

        Assert.InRange(rig.Now.Limit, 3, 8);
        held.Add(await waiter);
        await ReturnAsync(held);
    }

    [Fact]
    public async Task Callers_that_came_while_connections_were_being_opened_get_more_too()
    {
        await using var rig = Elastic(2, 20);
        var opened = new TaskCompletionSource();
        rig.Provider.OnOpen = async (_, _) => await opened.Task;
        var callers = Enumerable.Range(0, 4).Select(_ => rig.AcquireAsync(Token)).ToList();
        opened.SetResult();

        // Nobody returns a connection, and no further caller comes.
        await Eventually.TrueAsync(() => callers.TrueForAll(static c => c.IsCompleted), () => rig.Time.Advance(TimeSpan.FromMilliseconds(10)));

        await ReturnAsync(await Task.WhenAll(callers));
    }

    [Fact]
    public async Task Nobody_is_turned_away_while_the_limit_can_be_raised()
    {
        await using var rig = Elastic(1, 4, static o => o.MaxWaiters = 0);
        var held = new List<ConnectionLease>();
        for (var i = 0; i < 4; i++)
        {
            held.Add(await rig.AcquireAsync(Token));
        }

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => rig.AcquireAsync(Token));

        Assert.Equal((4, 4), (error.Statistics.Limit, error.Statistics.Max));
        await ReturnAsync(held);
    }

    [Fact]
    public async Task What_is_not_needed_is_closed_after_five_minutes()
    {
        await using var rig = Elastic(1, 4, static o => o.MaxWaiters = 0);
        await ReturnAsync([await rig.AcquireAsync(Token), await rig.AcquireAsync(Token), await rig.AcquireAsync(Token)]);
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(3, rig.Now.Idle);

        rig.Time.Advance(TimeSpan.FromMinutes(1.1));

        await Eventually.TrueAsync(() => rig.Now.Closed == 2);
        rig.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, rig.Now.Idle);
    }

    [Fact]
    public async Task An_idle_connection_is_checked_before_a_waiter_gets_it()
    {
        var limit = new ElasticLimit(1, 4, TimeSpan.TicksPerSecond);
        await using var rig = new PoolRig(4, static o => o.MaxWaiters = 0, limit: limit);
        await ReturnAsync([await rig.AcquireAsync(Token), await rig.AcquireAsync(Token)]);
        limit.Refused(1, rig.Time.GetTimestamp());
        rig.Options.MaxWaiters = 10;
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        var held = new List<ConnectionLease> { await rig.AcquireAsync(Token) };
        var pings = rig.Provider.Pings;

        held.Add(await rig.AcquireAsync(Token));

        Assert.Equal((pings + 1, 2), (rig.Provider.Pings, rig.Provider.Opens));
        await ReturnAsync(held);
    }

    [Fact]
    public async Task A_timeout_says_the_limit_and_the_maximum()
    {
        await using var rig = Elastic(2, 100, static o => o.AcquireTimeout = TimeSpan.FromMilliseconds(20));
        var held = new List<ConnectionLease> { await rig.AcquireAsync(Token), await rig.AcquireAsync(Token) };
        var waiter = rig.AcquireAsync(Token);
        rig.Time.Advance(TimeSpan.FromMilliseconds(25));

        var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => waiter);

        Assert.Contains("2 of 2 leased (at most 100)", error.Message, StringComparison.Ordinal);
        Assert.Contains("raise MinConnections above the current limit (2), which grows up to MaxConnections (100)", error.Message, StringComparison.Ordinal);
        await ReturnAsync(held);
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(200, 50)]
    [InlineData(1_000, 100)]
    [InlineData(8, 4)]
    public async Task The_default_maximum_is_a_fourth_of_what_the_server_accepts(int? accepted, int max)
    {
        await using var rig = new PoolRig(4, static o => o.MinConnections = 4, limit: new ElasticLimit(4, 100, TimeSpan.TicksPerSecond), isMaxSet: false);
        rig.Provider.MaxConnections = accepted;

        await ReturnAsync([await rig.AcquireAsync(Token)]);

        Assert.Equal(max, rig.Now.Max);
    }

    [Fact]
    public async Task A_maximum_that_was_set_is_used_as_it_is()
    {
        await using var rig = Elastic(1, 60);
        rig.Provider.MaxConnections = 10;

        await ReturnAsync([await rig.AcquireAsync(Token)]);

        Assert.Equal(60, rig.Now.Max);
    }

    [Fact]
    public void The_options_have_defaults_that_fit_each_other()
    {
        var usual = Math.Max(4, 2 * Environment.ProcessorCount);
        Assert.Equal((usual, 100), Sizes(new ConnectionOptions()));
        Assert.Equal((2, 2), Sizes(new ConnectionOptions { MaxConnections = 2 }));
        Assert.Equal((200, 200), Sizes(new ConnectionOptions { MinConnections = 200 }));
        Assert.Contains("C.MinConnections is 9; it must be between 1 and MaxConnections (8).", new ConnectionOptions { MinConnections = 9, MaxConnections = 8 }.Problems("C"), StringComparer.Ordinal);
        Assert.Contains("C.MinConnections is 0; it must be between 1 and MaxConnections (8).", new ConnectionOptions { MinConnections = 0, MaxConnections = 8 }.Problems("C"), StringComparer.Ordinal);

        static (int, int) Sizes(ConnectionOptions options) => (options.MinConnections, options.MaxConnections);
    }

    private static PoolRig Elastic(int min, int max, Action<ConnectionOptions>? configure = null)
        => new(max, configure, limit: new ElasticLimit(min, max, TimeSpan.TicksPerSecond));

    private static async Task ReturnAsync(IEnumerable<ConnectionLease> leases)
    {
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }
}
