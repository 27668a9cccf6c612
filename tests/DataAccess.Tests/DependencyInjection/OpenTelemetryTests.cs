using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What the SDK of OpenTelemetry exports of a database.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task The_builders_collect_the_librarys_traces_and_metrics()
    {
        var spans = new List<Activity>();
        var metrics = new List<Metric>();
        var services = new ServiceCollection().AddSqliteDataAccess(":memory:");
        services.AddOpenTelemetry()
            .WithTracing(b => b.AddDataAccess().AddInMemoryExporter(spans))
            .WithMetrics(b => b.AddDataAccess().AddInMemoryExporter(metrics));
        await using var provider = services.BuildServiceProvider();
        var traces = provider.GetRequiredService<TracerProvider>();
        var meters = provider.GetRequiredService<MeterProvider>();
        var number = Random.Shared.Next();

        await provider.GetRequiredService<Database>().QuerySingleAsync<int>($"select {number} as exported_here", TestContext.Current.CancellationToken);
        meters.ForceFlush();

        // Other tests trace too: after this nothing is added to the lists.
        traces.Dispose();
        meters.Dispose();

        Assert.Contains(spans, static s => s.Kind == ActivityKind.Client && ((string?)s.GetTagItem("db.query.text"))?.Contains("exported_here", StringComparison.Ordinal) == true);
        var duration = metrics.First(static m => m.Name == "db.client.operation.duration");
        Assert.Contains(metrics, static m => m.Name == "db.client.connection.max");

        // In seconds, most operations would be in the first of the SDK's default buckets, which are made for milliseconds.
        Assert.Equal([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, double.PositiveInfinity], BoundsOf(duration));
    }

    private static List<double> BoundsOf(Metric metric)
    {
        var bounds = new List<double>();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            bounds.Clear();
            foreach (var bucket in point.GetHistogramBuckets())
            {
                bounds.Add(bucket.ExplicitBound);
            }
        }

        return bounds;
    }
}
