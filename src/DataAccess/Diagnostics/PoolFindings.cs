using DataAccess.Connections.Pool;
using DataAccess.Diagnostics.Measuring;

namespace DataAccess.Diagnostics;

/// <summary>What the figures of a report mean: each cause that is certain enough, in one sentence.</summary>
internal static class PoolFindings
{
    private const double HighLoad = 0.8;
    private const double MaxDispersion = 4;

    /// <summary>Twice as many connections that serve less than this times as much are too many.</summary>
    private const double GainOfDoubling = 1.3;

    /// <summary>Where fewer wait, the connections are busy and enough.</summary>
    private const double FewestWaiting = 0.1;

    private const double MaxLost = 0.05;
    private const int MaxText = 200;
    private static readonly TimeSpan ShortestLeak = TimeSpan.FromSeconds(1);

    public static IEnumerable<Finding> In(PoolReport report, PoolSample sample, IReadOnlyList<(string Text, long Count, TimeSpan Time)> statements)
    {
        var enough = report.Leases >= PoolReporter.FewestLeases;
        if (Leak(report, sample, enough) is { } leak)
        {
            yield return leak;
        }

        if (!enough)
        {
            yield return new(FindingKind.NotEnoughSamples, Invariant($"Not enough leases for a prediction: {report.Leases} in {report.Period.TotalSeconds:0} s, of at least {PoolReporter.FewestLeases}."));
            yield break;
        }

        Finding?[] found = [Failures(report), OneStatement(report, statements), Idle(report, sample.Load), Size(report, sample), Bursts(report)];
        foreach (var finding in found)
        {
            if (finding is not null)
            {
                yield return finding;
            }
        }
    }

    private static Finding? Leak(PoolReport report, PoolSample sample, bool enough)
    {
        var tenfold = report.Use.P99 * 10;
        var longest = enough ? (tenfold > ShortestLeak ? tenfold : ShortestLeak) : sample.LeakThreshold;
        if (longest < TimeSpan.Zero)
        {
            return null;
        }

        var held = sample.Held.Where(h => h.Since > longest).OrderByDescending(static h => h.Since).ToArray();
        return held.Length == 0 ? null : new(
            FindingKind.Leak,
            Invariant($"{held.Length} of {report.Statistics.Leased} leases are held for longer than {Milliseconds.Of(longest)}, the longest for {Milliseconds.Of(held[0].Since)} by {Short(held[0].Holder)}: dispose the lease, or finish its enumeration."));
    }

    private static Finding? Failures(PoolReport report)
    {
        var arrivals = Math.Max(1, report.Leases + report.Lost);
        return report.Failed + report.Lost <= MaxLost * arrivals ? null : new(
            FindingKind.Failures,
            Invariant($"{report.Failed} leases failed and {report.Lost} callers got none, of {arrivals}, so the prediction does not apply: look at the errors first."));
    }

    private static Finding? OneStatement(PoolReport report, IReadOnlyList<(string Text, long Count, TimeSpan Time)> statements)
    {
        if (statements.Count < 2 || report.Load.Utilisation < 0.3 || report.Statements[0].Share <= 0.5)
        {
            return null;
        }

        var slow = report.Statements[0];
        var others = statements.Skip(1).ToArray();
        var mean = others.Aggregate(TimeSpan.Zero, static (sum, s) => sum + s.Time) / others.Sum(static s => s.Count);
        return slow.Mean < 3 * mean ? null : new(
            FindingKind.OneStatement,
            Invariant($"One statement takes {slow.Share:P0} of the statements' time, {Milliseconds.Of(slow.Mean)} each where the others take {Milliseconds.Of(mean)}: {Short(slow.Text)}"));
    }

    private static Finding? Idle(PoolReport report, LoadMeasurement measured)
    {
        var sums = measured.Sums;

        // So little is what the calls of each transaction cost in this process.
        var share = sums.IdleTime.TotalSeconds / Math.Max(1e-9, report.Use.Mean.TotalSeconds * sums.Returned);
        if (share < 0.5 || sums.IdleTime / sums.Returned < TimeSpan.FromMilliseconds(1))
        {
            return null;
        }

        return new(
            FindingKind.HeldWhileIdle,
            Invariant($"Connections are held without a running statement for {share:P0} of the time, by work inside of transactions, the longest for {Milliseconds.Of(sums.LongestIdle)} around: {Short(sums.LongestIdleAfter)}. Do other work before the transaction or after it."));
    }

    /// <summary>Whether there are too few or too many connections, by how the time of a lease changes with the number in use.</summary>
    private static Finding? Size(PoolReport report, PoolSample sample)
    {
        var load = report.Load;
        var measured = sample.Load;
        var inUse = measured.MeanInUse;

        // The time of a lease on a straight line through its mean: with half of the connections, and with all of them.
        var slope = measured.UsePerConnection;
        var gain = slope > 0 && inUse >= 2 ? 2 * Math.Max(0, measured.MeanUse - (slope * inUse / 2)) / measured.MeanUse : 2;
        var alone = TimeSpan.FromSeconds(Math.Max(0, measured.MeanUse - (slope * (inUse - 1))));
        if (gain < GainOfDoubling)
        {
            var cause = Invariant($"a lease takes {Milliseconds.Of(alone)} alone and {Milliseconds.Of(load.MeanUse)} with {inUse:0.0} in use");
            return load.Utilisation > HighLoad
                ? new(FindingKind.Saturated, Invariant($"The database is saturated: {cause}, and the load is {load.Utilisation:0.00}; more connections will not serve more."))
                : new(FindingKind.TooManyConnections, Invariant($"There are more connections than the database can serve at once: {cause}; try MaxConnections {Math.Max(1, (int)(inUse / 2))} (now {sample.Statistics.Max})."));
        }

        return load.Utilisation <= HighLoad || report.Measured.Probability < FewestWaiting || sample.Statistics.Limit < sample.Statistics.Max || sample.IsFixed ? null
            : !measured.HasVariedInUse ? new(
                FindingKind.AllInUse,
                Invariant($"All {load.Connections} connections are in use, and {report.Measured.Probability:P0} of the callers wait. Whether more would serve more cannot be seen, as the number in use hardly varied: try MaxConnections {2 * sample.Statistics.Max}, and compare what is served and how long a lease takes."))
            : !load.IsSteady ? new(
                FindingKind.TooFewConnections,
                Invariant($"There are too few connections for the load of {load.Utilisation:0.00}, and leases do not take longer the more are in use; raise MaxConnections."))
            : new(
                FindingKind.TooFewConnections,
                Invariant($"There are too few connections for the load of {load.Utilisation:0.00}: with {load.ConnectionsFor(load.MeanUse, 0.95)} instead of {load.Connections}, 95 % would wait for less than {Milliseconds.Of(load.MeanUse)}; raise MaxConnections."));
    }

    private static Finding? Bursts(PoolReport report)
        => report.Dispersion <= MaxDispersion ? null : new(
            FindingKind.Bursts,
            Invariant($"Calls come in bursts: the number in a tenth of a second varies {report.Dispersion:0.0} times as much as at random, so that more of them wait than predicted."));

    private static string Short(string? text)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxText ? line : $"{line[..MaxText]}…";
    }
}
