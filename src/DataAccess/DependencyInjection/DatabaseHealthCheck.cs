using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DataAccess;

/// <summary>
/// Asks the database a query, through its pool. Unhealthy (or the registration's failure status): within 5 s no connection could be opened, or the query was not
/// answered. Degraded: the database was not asked, because all connections were in use for 5 s; or it answered, but callers have timed out in the
/// pool's queue within the last minute. A busy program is not reported as a database that is down, which would take it out of service just then. The
/// connections' statistics are in the data.
/// </summary>
/// <param name="database">The database.</param>
public sealed class DatabaseHealthCheck(Database database) : IHealthCheck
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    private readonly Lock _timeoutsLock = new();
    private long _timeouts = database.Connections.Statistics.Timeouts;
    private long? _seenAt;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var endpoint = database.Provider.Endpoint;
        try
        {
            await database.Within(MaxWait).QuerySingleAsync<int>($"select 1", cancellationToken).ConfigureAwait(false);
        }
        catch (PoolTimeoutException exception) when (database.Connections.Statistics.Leased > 0)
        {
            ForgetOwnTimeout();
            return HealthCheckResult.Degraded($"{endpoint} was not asked: {exception.Message}", exception, Data());
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (exception is PoolTimeoutException)
            {
                ForgetOwnTimeout();
            }

            return new HealthCheckResult(context?.Registration?.FailureStatus ?? HealthStatus.Unhealthy, $"{endpoint} did not answer.", exception, Data());
        }

        return HasTimeouts()
            ? HealthCheckResult.Degraded($"{endpoint} is reachable, but within the last minute callers got no connection in time: {database.Connections.Statistics}.", data: Data())
            : HealthCheckResult.Healthy($"{endpoint} is reachable.", Data());
    }

    /// <summary>Several probes may share the check, so what one has seen the others are told too, for a minute.</summary>
    private bool HasTimeouts()
    {
        var time = database.Context.Time;
        var timeouts = database.Connections.Statistics.Timeouts;
        lock (_timeoutsLock)
        {
            if (timeouts > _timeouts)
            {
                (_timeouts, _seenAt) = (timeouts, time.GetTimestamp());
            }

            return _seenAt is { } seen && time.GetElapsedTime(seen) < Recent;
        }
    }

    /// <summary>The check's own time-out is no caller's.</summary>
    private void ForgetOwnTimeout()
    {
        lock (_timeoutsLock)
        {
            _timeouts++;
        }
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
            ["timeouts"] = statistics.Timeouts,
        };
    }
}
