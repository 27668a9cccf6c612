using DataAccess.Diagnostics;

namespace DataAccess.Cli.Advise;

/// <summary>What was measured, what follows from it, and what the measurement of that showed.</summary>
/// <param name="Endpoint">The database.</param>
/// <param name="Points">What was measured, by the number of connections.</param>
/// <param name="Curve">The curve through the points; null if none fits.</param>
/// <param name="Pages">What reading many rows at once costs; null if that was not measured.</param>
/// <param name="Advice">What follows.</param>
/// <param name="CheckTime">How long the check took.</param>
/// <param name="Check">What the check measured.</param>
/// <param name="Verdict">Whether the model fits.</param>
internal sealed record AdviseResult(
    string Endpoint, IReadOnlyList<LoadPoint> Points, ScalingCurve? Curve, BatchCost? Pages, Advice Advice, TimeSpan CheckTime, PoolReport Check, Verdict Verdict);
