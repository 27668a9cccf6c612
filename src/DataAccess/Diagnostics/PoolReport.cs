using System.Text;
using DataAccess.Connections;

namespace DataAccess.Diagnostics;

/// <summary>What the connections did in the last minute: measured waits beside predicted ones, and findings that name causes.</summary>
public sealed record PoolReport
{
    internal PoolReport()
    {
    }

    /// <summary>The database; for one with a single writer, also the role.</summary>
    public required string Name { get; init; }

    /// <summary>The time that the figures cover: 60 to 70 seconds, or less soon after the first lease.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The state of the connections now.</summary>
    public required ConnectionStatistics Statistics { get; init; }

    /// <summary>The number of leases that ended.</summary>
    public required long Leases { get; init; }

    /// <summary>How many leases were requested in a second.</summary>
    public required double ArrivalsPerSecond { get; init; }

    /// <summary>How many leases ended in a second; less than <see cref="ArrivalsPerSecond"/> if callers gave up or the queue grew.</summary>
    public required double ServedPerSecond { get; init; }

    /// <summary>Callers that got no connection: they timed out, were cancelled, or were rejected because too many waited.</summary>
    public required long Lost { get; init; }

    /// <summary>Leases that ended with a failure.</summary>
    public required long Failed { get; init; }

    /// <summary>How long connections were in use.</summary>
    public required UseTimes Use { get; init; }

    /// <summary>How long callers waited.</summary>
    public required WaitTimes Measured { get; init; }

    /// <summary>
    /// How long callers would wait by <see cref="Load"/>; null with fewer than 200 leases, and if <see cref="PoolLoad.IsSteady"/> is false, because no steady state exists then.
    /// </summary>
    public required WaitTimes? Predicted { get; init; }

    /// <summary>The load, with the mean limit as the number of connections.</summary>
    public required PoolLoad Load { get; init; }

    /// <summary>
    /// The variance of the number of arrivals in a tenth of a second, divided by its mean: about 1 if calls are independent of each other, as the
    /// prediction assumes; more if they come in bursts; less if a fixed number of callers take turns.
    /// </summary>
    public required double Dispersion { get; init; }

    /// <summary>
    /// The ten statements that took most time in the last half minute to a minute, that one first. They are counted from the first report on, which has none; those of
    /// batches and streams are not included.
    /// </summary>
    public required IReadOnlyList<StatementUse> Statements { get; init; }

    /// <summary>The last 32 changes of the limit, the oldest first, with the reason of each.</summary>
    public required IReadOnlyList<LimitChange> LimitChanges { get; init; }

    /// <summary>What was found; empty if nothing needs attention.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The figures and the findings, a line each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"{Name}: {Statistics}; the last {Period.TotalSeconds:0} s"));
        text.AppendLine(Invariant($"arrivals    {ArrivalsPerSecond:0.0}/s, served {ServedPerSecond:0.0}/s, lost {Lost}, failed {Failed}, dispersion {Dispersion:0.0}"));
        text.AppendLine(Invariant($"use         {Use}; load {Load.Utilisation:0.00} of {Load.Connections} connections"));
        text.AppendLine(Invariant($"measured    {Measured}"));
        text.AppendLine(Predicted is null ? "predicted   nothing: too few leases, or no steady state" : Invariant($"predicted   {Predicted}"));
        foreach (var change in LimitChanges.TakeLast(3))
        {
            text.AppendLine(Invariant($"limit       {change}"));
        }

        foreach (var finding in Findings)
        {
            text.AppendLine(Invariant($"finding     {finding}"));
        }

        return text.ToString().TrimEnd();
    }
}
