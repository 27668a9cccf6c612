using System.Text.Json;
using DataAccess.Cli.Advise;
using DataAccess.Cli.Terminal;
using DataAccess.Diagnostics;

namespace DataAccess.Cli.Commands;

/// <summary>What <c>advise</c> prints: a line for each step, or one JSON object.</summary>
internal sealed class AdviseReport(CliConsole console, bool json)
{
    private const double ShareOfBest = 0.9;

    public ExitCode Write(AdviseResult result, TimeSpan elapsed)
    {
        if (json)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(Shape(result, elapsed), FailureReport.Json));
        }
        else
        {
            foreach (var (name, text) in Lines(result))
            {
                console.Out.WriteLine($"{name,-10} {text}");
            }
        }

        return result.Verdict.Fits == true && result.Advice.ReachesTarget ? ExitCode.Done : ExitCode.Mismatch;
    }

    private static IEnumerable<(string Name, string Text)> Lines(AdviseResult result)
    {
        var (load, measured) = (result.Advice.Load, result.Check.Measured);
        yield return ("measured", $"{string.Join(", ", result.Points.Select(static p => Invariant($"{p.Connections}")))} connections: {string.Join("  ", result.Points.Select(static p => Invariant($"{p.PerSecond:#,0}")))} /s");
        yield return ("fitted", result.Curve is { } curve
            ? Invariant($"α {curve.Alpha:0.000}, β {curve.Beta:0.0000}: most at {PeakOf(curve, result)} connections (R² {curve.R2:0.00})")
            : "no curve fits the points; the advice follows the points themselves");
        yield return ("service", Invariant($"{Ms(load.MeanUse)}, cv² {load.Cv2:0.0}; {load.ArrivalsPerSecond:#,0}/s on {load.Connections} connections: load {load.Utilisation:0.00}, {load.ProbabilityOfWaiting:P0} wait, p95 of the wait {Ms(load.WaitAt(0.95))}"));
        if (result.Pages is { } pages)
        {
            yield return ("rows", Invariant($"{Ms(pages.Fixed)} and {pages.PerRow.TotalMicroseconds:0.0} µs a row: reading {pages.RowsFor(ShareOfBest):#,0} rows at once gives 90 % of the best rate"));
        }

        yield return ("advice", TextOf(result.Advice));
        yield return ("check", Invariant($"{load.Connections} connections at {result.Check.ArrivalsPerSecond:#,0}/s for {result.CheckTime.TotalSeconds:0} s: load {result.Check.Load.Utilisation:0.00}; measured {Of(measured)}; ")
            + (result.Check.Predicted is { } predicted ? $"predicted {Of(predicted)}" : "nothing predicted"));
        yield return ("verdict", result.Verdict.Text);
    }

    private static string TextOf(Advice advice)
        => (advice.ReachesTarget ? "" : Invariant($"The target is out of reach: at most about {advice.MostPerSecond:#,0}/s are served, with {advice.Most} connections. "))
            + Invariant($"MaxConnections {advice.Load.Connections} for {advice.Load.ArrivalsPerSecond:#,0}/s; with {advice.Most}, nearly the most is served.");

    private static object Shape(AdviseResult result, TimeSpan elapsed)
    {
        var load = result.Advice.Load;
        return new
        {
            result.Endpoint,
            Points = result.Points.Select(static p => new { p.Connections, p.PerSecond, MeanUseMs = p.MeanUse.TotalMilliseconds, p.Cv2 }),
            Curve = result.Curve is { } curve ? new { curve.Gamma, curve.Alpha, curve.Beta, curve.R2, Peak = curve.Peak == int.MaxValue ? (int?)null : curve.Peak } : null,
            Rows = result.Pages is { } pages ? new { FixedMs = pages.Fixed.TotalMilliseconds, PerRowMs = pages.PerRow.TotalMilliseconds, For90Percent = pages.RowsFor(ShareOfBest) } : null,
            Advice = new
            {
                load.Connections,
                PerSecond = load.ArrivalsPerSecond,
                result.Advice.ReachesTarget,
                load.Utilisation,
                Waits = Shape(new WaitTimes(load.ProbabilityOfWaiting, load.MeanWait, load.WaitAt(0.5), load.WaitAt(0.95), load.WaitAt(0.99))),
                result.Advice.Most,
                result.Advice.MostPerSecond,
                Text = TextOf(result.Advice),
            },
            Check = new
            {
                Seconds = result.CheckTime.TotalSeconds,
                result.Check.Leases,
                result.Check.ArrivalsPerSecond,
                result.Check.Load.Utilisation,
                Measured = Shape(result.Check.Measured),
                Predicted = result.Check.Predicted is { } predicted ? Shape(predicted) : null,
                result.Verdict.Fits,
                result.Verdict.Text,
            },
            Milliseconds = (long)elapsed.TotalMilliseconds,
        };
    }

    private static object Shape(WaitTimes waits) => new { waits.Probability, MeanMs = waits.Mean.TotalMilliseconds, P95Ms = waits.P95.TotalMilliseconds, P99Ms = waits.P99.TotalMilliseconds };

    private static string PeakOf(ScalingCurve curve, AdviseResult result)
        => curve.Peak > result.Points[^1].Connections ? Invariant($"more than {result.Points[^1].Connections}") : Invariant($"{curve.Peak}");

    private static string Of(WaitTimes waits) => Invariant($"{waits.Probability:P0} wait, mean {Ms(waits.Mean)}, p95 {Ms(waits.P95)}");

    private static string Ms(TimeSpan time) => Invariant($"{time.TotalMilliseconds:0.00} ms");
}
