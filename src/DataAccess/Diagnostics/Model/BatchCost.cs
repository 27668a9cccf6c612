using System.Runtime.InteropServices;

namespace DataAccess.Diagnostics;

/// <summary>What a batch of rows costs: a fixed time for the round trip and the commit, and a time for each row.</summary>
/// <param name="Fixed">The time of a batch without its rows.</param>
/// <param name="PerRow">The time of each row.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BatchCost(TimeSpan Fixed, TimeSpan PerRow)
{
    /// <summary>How long a batch takes.</summary>
    /// <param name="rows">The number of its rows.</param>
    public TimeSpan TimeFor(int rows) => Fixed + (PerRow * rows);

    /// <summary>How many rows are written in a second, by batches one after the other.</summary>
    /// <param name="rows">The number of rows of each.</param>
    public double RowsPerSecond(int rows) => rows / TimeFor(rows).TotalSeconds;

    /// <summary>The fewest rows in a batch with which a share of the best rate is reached, that of batches without end.</summary>
    /// <param name="shareOfBest">The share, from 0 to less than 1: at 0.5, the fixed time and the time of the rows are the same.</param>
    /// <returns>The number of rows, at least 1; <see cref="int.MaxValue"/> if a row costs nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside of its range.</exception>
    public int RowsFor(double shareOfBest)
    {
        if (shareOfBest is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(shareOfBest), shareOfBest, "The share must be from 0 to less than 1.");
        }

        var rows = shareOfBest / (1 - shareOfBest) * (Fixed / PerRow);

        // A result such as 675.0000000001 is that of rounding.
        return rows < int.MaxValue ? Math.Max(1, (int)Math.Ceiling(rows - (1e-9 * rows))) : int.MaxValue;
    }

    /// <summary>The cost that is nearest to what was measured, by least squares of the relative errors.</summary>
    /// <param name="points">Numbers of rows, with the time that a batch of so many took.</param>
    /// <returns>The cost; null if all have the same number, one is not positive, or larger batches did not take longer.</returns>
    public static BatchCost? Fit(ReadOnlySpan<(int Rows, TimeSpan Time)> points)
    {
        double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
        foreach (var (rows, time) in points)
        {
            if (rows < 1 || time <= TimeSpan.Zero)
            {
                return null;
            }

            var y = time.TotalSeconds;
            var weight = 1 / (y * y);
            w += weight;
            wx += weight * rows;
            wxx += weight * rows * rows;
            wy += weight * y;
            wxy += weight * rows * y;
        }

        var determinant = (w * wxx) - (wx * wx);
        if (!(determinant > 1e-12 * w * wxx))
        {
            return null;
        }

        var perRow = ((w * wxy) - (wx * wy)) / determinant;
        var @fixed = (wy - (perRow * wx)) / w;
        return perRow > 0 ? new BatchCost(TimeSpan.FromSeconds(Math.Max(0, @fixed)), TimeSpan.FromSeconds(perRow)) : null;
    }
}
