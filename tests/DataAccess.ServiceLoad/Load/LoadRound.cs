using System.Diagnostics;

namespace DataAccess.ServiceLoad.Load;

/// <summary>One round: callers that send one request after the other, for a time.</summary>
internal static class LoadRound
{
    /// <returns>Requests a second, and the median and 99th percentile of their times in milliseconds.</returns>
    public static async Task<(double PerSecond, double P50, double P99)> RunAsync(HttpClient client, Route route, int callers, TimeSpan time, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(client, route, caller, watch, time, ct)));
        var elapsed = watch.Elapsed;
        double[] sorted = [.. times.SelectMany(static list => list).Order()];
        return (sorted.Length / elapsed.TotalSeconds, At(sorted, 0.5), At(sorted, 0.99));
    }

    private static async Task<List<double>> CallAsync(HttpClient client, Route route, int caller, Stopwatch watch, TimeSpan time, CancellationToken ct)
    {
        var times = new List<double>();
        while (watch.Elapsed < time)
        {
            var started = Stopwatch.GetTimestamp();
            await route.SendAsync(client, caller, ct);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(sorted.Length * share))];
}
