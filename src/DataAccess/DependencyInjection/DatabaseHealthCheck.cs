using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DataAccess;

/// <summary>Healthy when the database answers a query; the connections' statistics are in the data.</summary>
/// <param name="database">The database.</param>
public sealed class DatabaseHealthCheck(Database database) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.QuerySingleAsync<int>($"select 1", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new HealthCheckResult(
                context?.Registration?.FailureStatus ?? HealthStatus.Unhealthy, $"{database.Provider.Endpoint} did not answer.", exception);
        }

        return HealthCheckResult.Healthy($"{database.Provider.Endpoint} is reachable.", Data());
    }

    private Dictionary<string, object> Data()
    {
        var statistics = database.Connections.Statistics;
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["max"] = statistics.Max,
            ["idle"] = statistics.Idle,
            ["leased"] = statistics.Leased,
            ["waiting"] = statistics.Waiting,
        };
    }
}
