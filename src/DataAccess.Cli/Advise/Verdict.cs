using DataAccess.Diagnostics;

namespace DataAccess.Cli.Advise;

/// <summary>Whether a measurement confirms what the model predicts.</summary>
/// <param name="Fits">Whether it does; null if too little was measured.</param>
/// <param name="Text">The same in a sentence.</param>
internal sealed record Verdict(bool? Fits, string Text)
{
    private const double ProbabilityOff = 0.1;
    private const double HighLoad = 0.7;

    public static Verdict Of(PoolReport report)
    {
        if (report.Findings.FirstOrDefault(static f => f.Kind == FindingKind.NotEnoughSamples) is { } few)
        {
            return new(null, $"{few} Measure for longer with --seconds, or at a higher rate.");
        }

        if (report.Predicted is not { } predicted)
        {
            return new(false, Invariant($"The model does not fit here: the load was {report.Load.Utilisation:0.00}, and no steady state exists above 0.95. Measure again when the machine is quiet."));
        }

        if (Math.Abs(predicted.Probability - report.Measured.Probability) > ProbabilityOff)
        {
            return new(false, Invariant($"The model does not fit here: {report.Measured.Probability:P0} of the callers waited, and {predicted.Probability:P0} were predicted."));
        }

        // A wait that is short beside the statement itself is of no importance, and mostly noise.
        var off = (predicted.Mean - report.Measured.Mean).Duration();
        var longer = predicted.Mean > report.Measured.Mean ? predicted.Mean : report.Measured.Mean;
        return report.Load.Utilisation < HighLoad && off > 0.5 * longer && off > 0.1 * report.Use.Mean
            ? new(false, Invariant($"The model does not fit here: the mean wait was {report.Measured.Mean.TotalMilliseconds:0.00} ms, and {predicted.Mean.TotalMilliseconds:0.00} ms were predicted."))
            : new(true, "The model fits.");
    }
}
