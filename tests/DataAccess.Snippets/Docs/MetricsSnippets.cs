using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/metrics.md.</summary>
internal static class MetricsSnippets
{
    public static void Export(IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("DataAccess"))
            .WithTracing(traces => traces.AddSource("DataAccess"));
    }
}
