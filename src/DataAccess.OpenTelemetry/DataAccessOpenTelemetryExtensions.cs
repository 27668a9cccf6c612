using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the library's traces and metrics to OpenTelemetry: <c>services.AddOpenTelemetry().WithTracing(b => b.AddDataAccess()).WithMetrics(b => b.AddDataAccess())</c>.</summary>
public static class DataAccessOpenTelemetryExtensions
{
    /// <summary>The name of the library's meter and of its activity source.</summary>
    private const string Name = "DataAccess";

    /// <summary>Collects the spans of all databases: queries, statements, ends of transactions, and batches of writers.</summary>
    /// <param name="builder">The traces.</param>
    /// <returns>The traces, for chaining.</returns>
    public static TracerProviderBuilder AddDataAccess(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(Name);
    }

    /// <summary>Collects the metrics of all databases: operations, connections, and batching writers.</summary>
    /// <param name="builder">The metrics.</param>
    /// <returns>The metrics, for chaining.</returns>
    public static MeterProviderBuilder AddDataAccess(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Name);
    }
}
