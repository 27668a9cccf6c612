using DataAccess.Connections;
using DataAccess.Connections.Pool;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

public sealed class PoolMaintenanceTests
{
    private const int HeldTooLong = 106;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_connections_are_opened_ahead_and_again_after_they_were_taken()
    {
        await using var rig = new PoolRig(max: 4, static o => o.MinIdle = 2);
        await Eventually.TrueAsync(() => rig.Now is { Idle: 2, Opened: 2 });

        var leases = await Task.WhenAll(rig.AcquireAsync(Token), rig.AcquireAsync(Token), rig.AcquireAsync(Token));
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        // Three are leased of four, so only one more may be opened.
        await Eventually.TrueAsync(() => rig.Now is { Idle: 1, Leased: 3, Opened: 4 });
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lease_held_too_long_is_reported_once_with_its_holder()
    {
        await using var rig = new PoolRig(configure: static o => o.LeakThreshold = TimeSpan.FromSeconds(10));
        var holder = new LeaseHolder("LoadAsync", "Orders.cs", 42);
        await using (await rig.Pool.AcquireAsync(holder, Token))
        {
            rig.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Empty(rig.Log.Of(HeldTooLong));
            rig.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Contains("LoadAsync (Orders.cs:42)", Assert.Single(rig.Log.Of(HeldTooLong)), StringComparison.Ordinal);
        }

        // The next lease of the same connection has a clock of its own.
        await using (await rig.AcquireAsync(Token))
        {
            rig.Time.Advance(TimeSpan.FromSeconds(9));
            Assert.Single(rig.Log.Of(HeldTooLong));
            rig.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(2, rig.Log.Of(HeldTooLong).Count());
        }
    }

    [Fact]
    public async Task A_raw_lease_names_the_caller_of_acquire()
    {
        var time = new FakeTimeProvider();
        var logger = new ListLogger();
        await using var manager = new ConnectionManager(new FakeProvider(), new ConnectionOptions(), time, logger);
        await using var lease = await manager.AcquireAsync(cancellationToken: Token);

        time.Advance(TimeSpan.FromMinutes(2));

        var report = Assert.Single(logger.Of(HeldTooLong));
        Assert.Contains(nameof(A_raw_lease_names_the_caller_of_acquire), report, StringComparison.Ordinal);
        Assert.Contains("PoolMaintenanceTests.cs:", report, StringComparison.Ordinal);
    }
}
