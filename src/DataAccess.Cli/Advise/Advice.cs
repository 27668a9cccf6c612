using DataAccess.Diagnostics;

namespace DataAccess.Cli.Advise;

/// <summary>How many connections to use for a rate of calls, and what to expect of them.</summary>
/// <param name="Load">The connections under the rate.</param>
/// <param name="Most">The fewest connections with which nearly the most was served.</param>
/// <param name="MostPerSecond">What they served.</param>
/// <param name="ReachesTarget">Whether the rate can be served, with waits as short as asked for.</param>
internal sealed record Advice(PoolLoad Load, int Most, double MostPerSecond, bool ReachesTarget)
{
    private const double NearlyMost = 0.95;
    private const double UsualLoad = 0.6;

    /// <summary>Decides by what was measured.</summary>
    /// <param name="points">What was measured, by the number of connections, fewest first.</param>
    /// <param name="targetRate">The rate of calls; null for 60 % of the most that was served.</param>
    /// <param name="targetP95">What 95 % of the callers shall not wait for longer than; null for the time of one statement.</param>
    public static Advice Of(IReadOnlyList<LoadPoint> points, double? targetRate, TimeSpan? targetP95)
    {
        var best = points.Max(static p => p.PerSecond);
        var most = points.First(p => p.PerSecond >= NearlyMost * best);
        var rate = targetRate ?? UsualLoad * most.PerSecond;
        for (var connections = 1; connections <= most.Connections; connections++)
        {
            var load = At(points, connections, rate);
            if (load.IsSteady && load.WaitAt(0.95) <= (targetP95 ?? load.MeanUse))
            {
                return new Advice(load, most.Connections, most.PerSecond, ReachesTarget: true);
            }
        }

        return new Advice(At(points, most.Connections, Math.Min(rate, UsualLoad * most.PerSecond)), most.Connections, most.PerSecond, ReachesTarget: targetRate is null && targetP95 is null);
    }

    /// <summary>A number of connections at a rate, with the times that were measured with so many, or that lie between two measurements.</summary>
    private static PoolLoad At(IReadOnlyList<LoadPoint> points, int connections, double rate)
    {
        var above = points.First(p => p.Connections >= connections);
        var below = points.Last(p => p.Connections <= connections);
        var part = above == below ? 0 : (double)(connections - below.Connections) / (above.Connections - below.Connections);
        return new PoolLoad(connections, rate, below.MeanUse + (part * (above.MeanUse - below.MeanUse)), below.Cv2 + (part * (above.Cv2 - below.Cv2)));
    }
}
