namespace DataAccess.Diagnostics.Measuring;

/// <summary>The sums of some time as means and quantiles, in seconds.</summary>
/// <param name="Sums">The sums.</param>
/// <param name="Period">The time that they cover.</param>
/// <param name="TicksPerSecond">The frequency of the timestamps in them.</param>
/// <param name="SecondsOfUnit">The unit of their buckets.</param>
/// <param name="Cells">The number of tenths of a second in which arrivals were counted.</param>
internal sealed record LoadMeasurement(LoadSums Sums, TimeSpan Period, long TicksPerSecond, double SecondsOfUnit, long Cells)
{
    public double MeanUse => Ratio(Sums.UseTime, Sums.Returned) / TicksPerSecond;

    /// <summary>The variance of the use, divided by the square of its mean.</summary>
    public double Cv2 => Sums.UseTime <= 0 ? 0 : Math.Max(0, (Sums.UseSquares * Sums.Returned / (Sums.UseTime * Sums.UseTime)) - 1);

    public double MeanWait => Ratio(Sums.WaitTime, Sums.Lent) / TicksPerSecond;

    public double ProbabilityOfWaiting => Ratio(Sums.Waited, Sums.Lent);

    /// <summary>The mean of the limit, over leases.</summary>
    public double MeanLimit => Ratio(Sums.Limits, Sums.Lent);

    public double MeanInUse => Ratio(Sums.InUse, Sums.Returned);

    public double PerSecond(long count) => Period > TimeSpan.Zero ? count / Period.TotalSeconds : 0;

    public double UseAt(double quantile) => Sums.Uses.Quantile(quantile) * SecondsOfUnit;

    public double WaitAt(double quantile) => Sums.Waits.Quantile(quantile) * SecondsOfUnit;

    /// <summary>The index of dispersion of the arrivals in tenths of a second, variance divided by mean: about 1 if they are independent of each other.</summary>
    public double Dispersion
    {
        get
        {
            var mean = Ratio(Sums.ArrivalsInCells, Cells);
            return Cells < 2 || mean <= 0 ? 1 : Math.Max(0, ((Sums.ArrivalSquares / Cells) - (mean * mean)) / mean);
        }
    }

    /// <summary>Whether the number in use has varied at all, so that it is not only known for one number how long a lease takes.</summary>
    public bool HasVariedInUse => SpreadOfInUse >= 0.05;

    private double SpreadOfInUse => Ratio(Sums.InUseSquares, Sums.Returned) - (MeanInUse * MeanInUse);

    /// <summary>How much longer a lease takes for each connection more that is in use, in seconds; 0 unless that is clear.</summary>
    public double UsePerConnection
    {
        get
        {
            var n = (double)Sums.Returned;
            if (n < 3)
            {
                return 0;
            }

            var spread = SpreadOfInUse;
            if (spread < 0.25)
            {
                return 0;
            }

            var use = Sums.UseTime / n;
            var slope = ((Sums.InUseTimesUse / n) - (MeanInUse * use)) / spread;
            var residual = Math.Max(0, (Sums.UseSquares / n) - (use * use) - (slope * slope * spread));

            // Leases that run at the same time are not independent of each other, so more than the usual two standard errors.
            return slope > 5 * Math.Sqrt(residual / (n * spread)) ? slope / TicksPerSecond : 0;
        }
    }

    private static double Ratio(double sum, double count) => count > 0 ? sum / count : 0;
}
