using DataAccess.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What the pool measures of a million simulated arrivals, against the formulas.</summary>
public sealed class PoolPredictionTests
{
    private const double PerSecond = 20_000;
    private const double Tick = 1e-7;

    [Theory]
    [InlineData(1, 0.5, 1_000_000)]
    [InlineData(4, 0.4, 1_000_000)]
    [InlineData(4, 0.65, 1_000_000)]
    [InlineData(4, 0.8, 1_000_000)]
    [InlineData(4, 0.9, 1_100_000)]
    [InlineData(16, 0.9, 1_100_000)]
    public async Task Exponential_uses_wait_as_Erlang_says(int connections, double load, int arrivals)
    {
        var mean = load * connections / PerSecond;
        await using var simulation = new QueueSimulation(connections, PerSecond, seed: 4) { Use = (random, _) => QueueSimulation.Exponential(random, mean) };

        var report = simulation.Run(arrivals);

        var exact = new PoolLoad(connections, PerSecond, TimeSpan.FromSeconds(mean), 1);
        // A load of 0.9 that is 0.1 % more waits 1 % longer, so it is that of the arrivals and uses that were drawn.
        Near((report.Load with { Cv2 = 1 }).MeanWait.TotalSeconds, report.Measured.Mean.TotalSeconds, 0.03, report);
        Near(exact.MeanWait.TotalSeconds, report.Measured.Mean.TotalSeconds, 0.06, report);
        Assert.Equal(exact.ProbabilityOfWaiting, report.Measured.Probability, 0.01);
        Near(report.Predicted!.P99.TotalSeconds, report.Measured.P99.TotalSeconds, 0.1, report);
        Near(1, report.Use.Cv2, 0.02, report);
        Near(1, report.Dispersion, 0.2, report);
        Assert.DoesNotContain(report.Findings, static f => f.Kind != FindingKind.TooFewConnections);
    }

    [Theory]
    [InlineData("always the same", 0.7, 0)]
    [InlineData("always the same", 0.9, 0)]
    [InlineData("90 % short, 10 % long", 0.7, 2.78)]
    public async Task One_connection_waits_as_Pollaczek_and_Khinchine_say(string uses, double load, double cv2)
    {
        var mean = load / PerSecond;
        Func<Random, int, double> use = uses switch
        {
            "always the same" => (_, _) => mean,

            // Two exponential times, the long ones five times as long: (0.9 + 0.1 · 25) · 2 / 1.4² − 1.
            _ => (random, _) => QueueSimulation.Exponential(random, mean / 1.4 * (random.NextDouble() < 0.1 ? 5 : 1)),
        };
        await using var simulation = new QueueSimulation(1, PerSecond, seed: 2) { Use = use };

        var report = simulation.Run(1_000_000);

        cv2 = cv2 == 0 ? 0 : (2 * (0.9 + 2.5) / (1.4 * 1.4)) - 1;
        Near(load / (1 - load) * mean * (1 + cv2) / 2, report.Measured.Mean.TotalSeconds, 0.03, report);
        Near(report.Predicted!.Mean.TotalSeconds, report.Measured.Mean.TotalSeconds, 0.05, report);
        Assert.Equal(cv2, report.Use.Cv2, 0.1);
    }

    [Fact]
    public async Task Nothing_is_predicted_above_a_load_of_0_95()
    {
        await using var simulation = new QueueSimulation(4, PerSecond, seed: 1) { Use = static (random, _) => QueueSimulation.Exponential(random, 4.2 / PerSecond) };

        var report = simulation.Run(100_000);

        Assert.Null(report.Predicted);
        Assert.InRange(report.Load.Utilisation, 1.0, 1.1);
        Assert.True(report.ServedPerSecond < report.ArrivalsPerSecond);
        var found = Assert.Single(report.Findings);
        Assert.True(found.Kind is FindingKind.TooFewConnections or FindingKind.AllInUse, found.Text);
        Assert.DoesNotContain("95 %", found.Text, StringComparison.Ordinal);
    }

    private static void Near(double expected, double actual, double share, PoolReport report)
        => Assert.True(Math.Abs(actual - expected) <= (share * expected) + Tick, FormattableString.Invariant($"{actual} instead of {expected}:\n{report}"));
}
