namespace DataAccess.Diagnostics.Model;

/// <summary>Fits a scaling curve: N/X is linear in 1, N − 1 and N(N − 1).</summary>
internal static class ScalingFit
{
    /// <summary>The best curve with some of its terms; null if none has positive throughput and terms that are not negative.</summary>
    public static (ScalingCurve Curve, double Error)? Solve(ReadOnlySpan<(int N, double Throughput)> points, bool withAlpha, bool withBeta)
    {
        // The normal equations. A term that is left out gets an equation of its own: it is 0.
        var a = new double[3, 4];
        foreach (var (n, throughput) in points)
        {
            // Divided by N/X, so that each error is relative to what was measured.
            var weight = throughput / n;
            double[] row = [weight, withAlpha ? weight * (n - 1) : 0, withBeta ? weight * n * (n - 1.0) : 0];
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < 3; j++)
                {
                    a[i, j] += row[i] * row[j];
                }

                a[i, 3] += row[i];
            }
        }

        a[1, 1] += withAlpha ? 0 : 1;
        a[2, 2] += withBeta ? 0 : 1;
        if (!Eliminate(a))
        {
            return null;
        }

        var (inverse, alpha, beta) = (a[0, 3], a[1, 3], a[2, 3]);
        if (inverse is not (> 0 and < double.PositiveInfinity) || !(alpha >= 0) || !(beta >= 0))
        {
            return null;
        }

        var curve = new ScalingCurve(1 / inverse, alpha / inverse, beta / inverse);
        return (curve, ErrorOf(curve, points));
    }

    /// <summary>The sum of the squares of the relative errors of 1/X.</summary>
    public static double ErrorOf(ScalingCurve curve, ReadOnlySpan<(int N, double Throughput)> points)
    {
        var error = 0.0;
        foreach (var (n, throughput) in points)
        {
            error += Math.Pow((throughput / curve.ThroughputAt(n)) - 1, 2);
        }

        return error;
    }

    /// <summary>Gauss and Jordan, with the largest pivot; false if there is no single solution.</summary>
    private static bool Eliminate(double[,] a)
    {
        for (var column = 0; column < 3; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < 3; row++)
            {
                pivot = Math.Abs(a[row, column]) > Math.Abs(a[pivot, column]) ? row : pivot;
            }

            if (!(Math.Abs(a[pivot, column]) > 0))
            {
                return false;
            }

            for (var j = 0; j < 4; j++)
            {
                (a[column, j], a[pivot, j]) = (a[pivot, j], a[column, j]);
            }

            for (var row = 0; row < 3; row++)
            {
                var factor = row == column ? 0 : a[row, column] / a[column, column];
                for (var j = 0; j < 4 && factor != 0; j++)
                {
                    a[row, j] -= factor * a[column, j];
                }
            }
        }

        for (var row = 0; row < 3; row++)
        {
            a[row, 3] /= a[row, row];
        }

        return true;
    }
}
