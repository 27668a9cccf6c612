using System.Globalization;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The limit comes close to the best fixed size within seconds, and stays there, whatever limits the server.</summary>
public sealed class ElasticLimitTests
{
    public static TheoryData<string> Scenarios => [.. PoolScenario.All.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void It_serves_nearly_what_the_best_fixed_size_serves(string name)
    {
        var scenario = PoolScenario.All.Single(s => s.Name == name);
        var best = scenario.BestFixed(Seed.Value);
        using var simulation = scenario.Elastic(Seed.Value);

        simulation.Run(5);
        var early = simulation.RateOfLast(2);
        simulation.Run(35);

        var late = simulation.RateOfLast(30);
        var told = string.Create(CultureInfo.InvariantCulture, $"{name}: best {best:0}/s, after 5 s {early:0}, then {late:0}; {simulation}. {Seed.Replay}");
        Console.WriteLine(FormattableString.Invariant($"{early / best:0.00} {late / best:0.00} {simulation.ShareNear(10):0.00} {told}"));
        Assert.True(early > 0.9 * best, told);
        Assert.True(late > 0.95 * best, told);
        Assert.True(simulation.ShareNear(10) > 0.9, told);
    }
}
