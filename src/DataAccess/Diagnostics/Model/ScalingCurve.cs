using System.Runtime.InteropServices;
using DataAccess.Diagnostics.Model;

namespace DataAccess.Diagnostics;

/// <summary>
/// How the throughput of a database changes with the number of connections that work at once: Gunther's Universal Scalability Law,
/// X(N) = γN / (1 + α(N − 1) + βN(N − 1)).
/// </summary>
/// <param name="Gamma">The throughput of one connection, γ.</param>
/// <param name="Alpha">The share of the work that only one connection does at a time, α: with it alone, throughput approaches γ/α.</param>
/// <param name="Beta">The cost that each pair of connections causes each other, β: with it, throughput falls beyond a peak.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScalingCurve(double Gamma, double Alpha, double Beta)
{
    private const int FewestPoints = 4;
    private const double LowestR2 = 0.9;

    /// <summary>How much of the variation of the measured throughput the curve explains, of 1; 1 for a curve that was not fitted.</summary>
    public double R2 { get; init; } = 1;

    /// <summary>The number of connections with the highest throughput, at least 1; <see cref="int.MaxValue"/> if it never falls.</summary>
    public int Peak
    {
        get
        {
            if (Alpha >= 1)
            {
                return 1;
            }

            var peak = Math.Sqrt((1 - Alpha) / Beta);
            if (peak >= int.MaxValue)
            {
                return int.MaxValue;
            }

            var below = Math.Max(1, (int)peak);
            return ThroughputAt(below) >= ThroughputAt(below + 1) ? below : below + 1;
        }
    }

    /// <summary>The throughput with a number of connections.</summary>
    /// <param name="connections">The number, 1 or more.</param>
    public double ThroughputAt(int connections)
        => Gamma * connections / (1 + (Alpha * (connections - 1)) + (Beta * connections * (connections - 1)));

    /// <summary>The curve that is nearest to what was measured, by least squares of the relative errors of 1/X; α and β are not negative.</summary>
    /// <param name="points">The numbers of connections, with the throughput of each.</param>
    /// <returns>The curve; null if there are fewer than four points with different numbers, one is not positive, or the curve explains less than 0.9 of the variation.</returns>
    public static ScalingCurve? Fit(ReadOnlySpan<(int N, double Throughput)> points)
    {
        var numbers = new HashSet<int>();
        foreach (var (n, throughput) in points)
        {
            if (n < 1 || throughput is not (> 0 and < double.PositiveInfinity))
            {
                return null;
            }

            numbers.Add(n);
        }

        if (numbers.Count < FewestPoints)
        {
            return null;
        }

        ScalingCurve? best = null;
        foreach (var (withAlpha, withBeta) in ((bool, bool)[])[(true, true), (true, false), (false, true), (false, false)])
        {
            if (ScalingFit.Solve(points, withAlpha, withBeta) is { } curve && (best is not { } other || curve.Error < other.Error(points)))
            {
                best = curve.Curve;
            }
        }

        return best is { } found && found.Explained(points) is >= LowestR2 and var r2 ? found with { R2 = r2 } : null;
    }

    private double Error(ReadOnlySpan<(int N, double Throughput)> points) => ScalingFit.ErrorOf(this, points);

    private double Explained(ReadOnlySpan<(int N, double Throughput)> points)
    {
        double mean = 0, residual = 0, total = 0;
        foreach (var (_, throughput) in points)
        {
            mean += throughput / points.Length;
        }

        foreach (var (n, throughput) in points)
        {
            residual += Math.Pow(throughput - ThroughputAt(n), 2);
            total += Math.Pow(throughput - mean, 2);
        }

        return residual <= 1e-12 * total || total == 0 ? 1 : 1 - (residual / total);
    }
}
