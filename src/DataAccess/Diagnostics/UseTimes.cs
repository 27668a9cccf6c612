namespace DataAccess.Diagnostics;

/// <summary>How long connections were in use: from the lease until the connection was available to the next caller, with its reset if it needed one.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Cv2">The variance divided by the square of the mean: 0 if all take the same time, 1 for exponential times, more if a few are very long.</param>
/// <param name="P50">The median.</param>
/// <param name="P95">The time that 95 % did not exceed.</param>
/// <param name="P99">The time that 99 % did not exceed.</param>
public sealed record UseTimes(TimeSpan Mean, double Cv2, TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    /// <summary>The figures in one line.</summary>
    public override string ToString()
        => Invariant($"mean {Milliseconds.Of(Mean)}, cv² {Cv2:0.00}, p50 {Milliseconds.Of(P50)}, p95 {Milliseconds.Of(P95)}, p99 {Milliseconds.Of(P99)}");
}
