namespace DataAccess.Diagnostics;

/// <summary>How long callers waited for a connection, or are predicted to.</summary>
/// <param name="Probability">The share of callers that waited at all.</param>
/// <param name="Mean">The mean of all callers, including those that did not wait.</param>
/// <param name="P50">The median.</param>
/// <param name="P95">The wait that 95 % of the callers did not exceed.</param>
/// <param name="P99">The wait that 99 % of the callers did not exceed.</param>
public sealed record WaitTimes(double Probability, TimeSpan Mean, TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    /// <summary>The figures in one line.</summary>
    public override string ToString()
        => Invariant($"{Probability:P1} wait, mean {Milliseconds.Of(Mean)}, p50 {Milliseconds.Of(P50)}, p95 {Milliseconds.Of(P95)}, p99 {Milliseconds.Of(P99)}");
}
