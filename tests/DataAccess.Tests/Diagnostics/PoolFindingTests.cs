using DataAccess.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Each cause is found where it was made, and no other.</summary>
public sealed class PoolFindingTests
{
    private const double Short = 0.002;

    [Fact]
    public async Task A_pool_that_fits_has_none() => await FindsAsync(null, 4, 0.5, static (random, _) => QueueSimulation.Exponential(random, Short));

    [Fact]
    public async Task Uses_that_are_always_the_same_have_none() => await FindsAsync(null, 8, 0.6, static (_, _) => Short);

    [Fact]
    public async Task Too_few_connections()
    {
        var text = await FindsAsync(FindingKind.TooFewConnections, 4, 0.9, static (random, _) => QueueSimulation.Exponential(random, Short));

        Assert.StartsWith("There are too few connections for the load of 0.9", text, StringComparison.Ordinal);
        Assert.Contains("with 6 instead of 4", text, StringComparison.Ordinal);
    }

    // Each waits for the one before: a lock. All are in use all the time, which shows nothing of it.
    [Fact]
    public async Task Connections_that_are_always_in_use()
    {
        var text = await FindsAsync(FindingKind.AllInUse, 4, 3, static (random, inUse) => QueueSimulation.Exponential(random, Short * inUse));

        Assert.StartsWith("All 4 connections are in use", text, StringComparison.Ordinal);
    }

    // Two at once are all that the database does: with n in use each takes n/2 times as long.
    [Fact]
    public async Task Too_many_connections()
    {
        var text = await FindsAsync(
            FindingKind.TooManyConnections, 16, 0, static (random, inUse) => QueueSimulation.Exponential(random, Short * Math.Max(1, inUse / 2.0)), perSecond: 0.8 * 2 / Short);

        Assert.Contains("try MaxConnections", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saturated_database()
        => await FindsAsync(FindingKind.Saturated, 16, 0, static (random, inUse) => QueueSimulation.Exponential(random, Short * Math.Max(1, inUse / 2.0)), perSecond: 0.99 * 2 / Short);

    [Fact]
    public async Task Bursts()
    {
        var text = await FindsAsync(FindingKind.Bursts, 16, 0.4, static (random, _) => QueueSimulation.Exponential(random, Short), burst: 20);

        Assert.StartsWith("Calls come in bursts", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leak()
    {
        var text = await FindsAsync(
            FindingKind.Leak, 4, 0.5, static (random, _) => QueueSimulation.Exponential(random, Short), held: [("LoadAsync (Reports.cs:14)", TimeSpan.FromSeconds(40)), ("select 1", TimeSpan.FromMilliseconds(2))]);

        Assert.Contains("1 of", text, StringComparison.Ordinal);
        Assert.Contains("by LoadAsync (Reports.cs:14)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leak_is_found_where_nothing_else_can_be_said()
    {
        await using var simulation = new QueueSimulation(4, 100, seed: 1) { Use = static (_, _) => Short, Held = [("LoadAsync (Reports.cs:14)", TimeSpan.FromMinutes(2))] };

        var report = simulation.Run(57);

        Assert.Equal([FindingKind.Leak, FindingKind.NotEnoughSamples], report.Findings.Select(static f => f.Kind));
        Assert.StartsWith("Not enough leases for a prediction: ", report.Findings[1].Text, StringComparison.Ordinal);
        Assert.Null(report.Predicted);
    }

    [Fact]
    public async Task One_slow_statement()
    {
        var text = await FindsAsync(
            FindingKind.OneStatement,
            4,
            0.5,
            static (random, _) => random.NextDouble() < 0.1 ? 20 * Short : Short,
            statements: [("select  *\n from report", 1_000, TimeSpan.FromSeconds(20 * Short * 1_000)), ("select 1", 9_000, TimeSpan.FromSeconds(Short * 9_000))]);

        Assert.EndsWith(": select * from report", text, StringComparison.Ordinal);
        Assert.Contains("69", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_held_while_idle()
    {
        var text = await FindsAsync(FindingKind.HeldWhileIdle, 4, 0.5, static (random, _) => QueueSimulation.Exponential(random, 5 * Short), idle: 0.8);

        Assert.Contains("for 80", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures() => await FindsAsync(FindingKind.Failures, 4, 0.5, static (random, _) => QueueSimulation.Exponential(random, Short), failed: 0.1);

    private static async Task<string> FindsAsync(
        FindingKind? kind,
        int connections,
        double load,
        Func<Random, int, double> use,
        double? perSecond = null,
        int burst = 1,
        double idle = 0,
        double failed = 0,
        (string, TimeSpan)[]? held = null,
        IReadOnlyList<(string, long, TimeSpan)>? statements = null)
    {
        // The mean of the use at random, so that the load is the one that was asked for.
        var random = new Random(3);
        var mean = Enumerable.Range(0, 20_000).Average(_ => use(random, 1));
        await using var simulation = new QueueSimulation(connections, perSecond ?? load * connections / mean, seed: 5)
        {
            Use = use,
            Burst = burst,
            IdleShare = idle,
            FailedShare = failed,
            Held = held ?? [],
            Statements = statements ?? [],
        };

        var report = simulation.Run(50_000);

        Assert.True(report.Findings.Select(static f => (FindingKind?)f.Kind).SequenceEqual(kind is null ? [] : [kind]), report.ToString());
        return report.Findings is [var first, ..] ? first.Text : "";
    }
}
