namespace DataAccess.Diagnostics.Measuring;

/// <summary>What happened in a pool within some time, as sums. Times are in timestamps.</summary>
internal sealed class LoadSums
{
    public long Arrivals { get; set; }

    /// <summary>Those of the tenths of a second that have ended.</summary>
    public long ArrivalsInCells { get; set; }

    /// <summary>The sum of the squares of the numbers of arrivals in each of these.</summary>
    public double ArrivalSquares { get; set; }

    /// <summary>Callers that left without a lease: timed out, cancelled, or rejected because too many waited.</summary>
    public long Lost { get; set; }

    /// <summary>Leases that ended with a failure.</summary>
    public long Failed { get; set; }

    /// <summary>Leases that began.</summary>
    public long Lent { get; set; }

    /// <summary>Those of them whose callers waited.</summary>
    public long Waited { get; set; }

    public double WaitTime { get; set; }

    /// <summary>The sum of the pool's limit at the beginning of each lease.</summary>
    public long Limits { get; set; }

    /// <summary>Leases that ended.</summary>
    public long Returned { get; set; }

    public double UseTime { get; set; }

    public double UseSquares { get; set; }

    /// <summary>The sum of the number of connections in use around each lease that ended.</summary>
    public double InUse { get; set; }

    public double InUseSquares { get; set; }

    /// <summary>The sum of that number multiplied by the time of the lease.</summary>
    public double InUseTimesUse { get; set; }

    /// <summary>How long transactions were open while no statement ran.</summary>
    public TimeSpan IdleTime { get; set; }

    /// <summary>The longest of these times.</summary>
    public TimeSpan LongestIdle { get; set; }

    /// <summary>The last statement of the transaction with the longest.</summary>
    public string? LongestIdleAfter { get; set; }

    public LogBuckets Uses { get; } = new();

    public LogBuckets Waits { get; } = new();

    public void Add(LoadSums other)
    {
        Arrivals += other.Arrivals;
        ArrivalsInCells += other.ArrivalsInCells;
        ArrivalSquares += other.ArrivalSquares;
        Lost += other.Lost;
        Failed += other.Failed;
        Lent += other.Lent;
        Waited += other.Waited;
        WaitTime += other.WaitTime;
        Limits += other.Limits;
        Returned += other.Returned;
        UseTime += other.UseTime;
        UseSquares += other.UseSquares;
        InUse += other.InUse;
        InUseSquares += other.InUseSquares;
        InUseTimesUse += other.InUseTimesUse;
        IdleTime += other.IdleTime;
        if (other.LongestIdle > LongestIdle)
        {
            (LongestIdle, LongestIdleAfter) = (other.LongestIdle, other.LongestIdleAfter);
        }

        Uses.Add(other.Uses);
        Waits.Add(other.Waits);
    }

    public void Clear()
    {
        (Arrivals, ArrivalsInCells, Lost, Failed, Lent, Waited, Limits, Returned) = (0, 0, 0, 0, 0, 0, 0, 0);
        (ArrivalSquares, WaitTime, UseTime, UseSquares, InUse, InUseSquares, InUseTimesUse) = (0, 0, 0, 0, 0, 0, 0);
        (IdleTime, LongestIdle, LongestIdleAfter) = (TimeSpan.Zero, TimeSpan.Zero, null);
        Uses.Clear();
        Waits.Clear();
    }
}
