using Xunit;

namespace DataAccess.Tests;

/// <summary>Judges random simulations by what they serve.</summary>
internal static class SimulatedRuns
{
    private const int More = 4;

    /// <summary>
    /// Asserts that each share is larger than the least that is asked for. Of random runs, about one in twenty falls short by bad luck:
    /// it is then judged by its mean with four others, which no luck changes by much.
    /// </summary>
    /// <returns>The shares, or their means.</returns>
    public static double[] AssertMore(double[] least, Func<int, (double[] Shares, string Told)> run)
    {
        var runs = new List<(double[] Shares, string Told)> { run(Seed.Value) };
        double[] Means() => [.. least.Select((_, i) => runs.Average(r => r.Shares[i]))];
        bool IsReached() => Means().Zip(least).All(static pair => pair.First > pair.Second);

        if (!IsReached())
        {
            runs.AddRange(Enumerable.Range(1, More).Select(i => run(unchecked(Seed.Value + i))));
        }

        Assert.True(IsReached(), $"{string.Join(" and ", Means())}, not {string.Join(" and ", least)}: {string.Join(" | ", runs.Select(static r => r.Told))}. {Seed.Replay}");
        return Means();
    }
}
