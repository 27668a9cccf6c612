using DataAccess.Connections.Pool;

namespace DataAccess.Diagnostics;

/// <summary>Makes a report of what a pool and its statements have measured.</summary>
internal static class PoolReporter
{
    public const int FewestLeases = 200;

    private const int ShownStatements = 10;

    public static PoolReport Of(PoolSample sample, IReadOnlyList<(string Text, long Count, TimeSpan Time)> statements)
    {
        var measured = sample.Load;
        var limit = measured.MeanLimit > 0 ? measured.MeanLimit : sample.Statistics.Limit;
        var load = new PoolLoad(
            Math.Max(1, (int)Math.Round(limit)), measured.PerSecond(measured.Sums.Arrivals), TimeSpan.FromSeconds(measured.MeanUse), measured.Cv2);
        var all = statements.Sum(static s => s.Time.TotalSeconds);
        var report = new PoolReport
        {
            Name = sample.Name,
            Period = measured.Period,
            Statistics = sample.Statistics,
            Leases = measured.Sums.Returned,
            ArrivalsPerSecond = load.ArrivalsPerSecond,
            ServedPerSecond = measured.PerSecond(measured.Sums.Returned),
            Lost = measured.Sums.Lost,
            Failed = measured.Sums.Failed,
            Use = new UseTimes(load.MeanUse, load.Cv2, Use(0.5), Use(0.95), Use(0.99)),
            Measured = new WaitTimes(measured.ProbabilityOfWaiting, TimeSpan.FromSeconds(measured.MeanWait), Wait(0.5), Wait(0.95), Wait(0.99)),
            Predicted = measured.Sums.Returned >= FewestLeases && load.IsSteady ? Predict(load) : null,
            Load = load,
            Dispersion = measured.Dispersion,
            Statements = [.. statements.Take(ShownStatements).Select(s => new StatementUse(s.Text, s.Count, s.Time / s.Count, all > 0 ? s.Time.TotalSeconds / all : 0))],
            LimitChanges = sample.LimitChanges,
            Findings = [],
        };
        var found = report with { Findings = [.. PoolFindings.In(report, sample, statements)] };
        FindingMetrics.Count(found);
        return found;

        TimeSpan Use(double quantile) => TimeSpan.FromSeconds(measured.UseAt(quantile));

        TimeSpan Wait(double quantile) => TimeSpan.FromSeconds(measured.WaitAt(quantile));
    }

    public static WaitTimes Predict(PoolLoad load) => new(load.ProbabilityOfWaiting, load.MeanWait, load.WaitAt(0.5), load.WaitAt(0.95), load.WaitAt(0.99));
}
