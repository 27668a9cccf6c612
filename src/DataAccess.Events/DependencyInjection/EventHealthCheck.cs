using DataAccess.Events.Operating;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DataAccess.Events.DependencyInjection;

/// <summary>Looks at the subscriptions of a database. If it cannot, the result is the registration's failure status, or degraded where all connections are in use.</summary>
/// <param name="database">The database.</param>
/// <param name="options">What is reported.</param>
internal sealed class EventHealthCheck(Database database, EventHealthOptions options) : IHealthCheck
{
    private const int CountLimit = 10_000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var endpoint = database.Provider.Endpoint;
        IReadOnlyList<SubscriptionStatus> subscriptions;
        try
        {
            subscriptions = await new StatusReader(database.Within(MaxWait), CountLimit).SubscriptionsAsync(only: null, cancellationToken).ConfigureAwait(false);
        }
        catch (PoolTimeoutException exception) when (database.Connections.Statistics.Leased > 0)
        {
            return HealthCheckResult.Degraded($"The events of {endpoint} were not looked at: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context?.Registration?.FailureStatus ?? HealthStatus.Unhealthy, $"The events of {endpoint} could not be looked at.", exception);
        }

        var problems = subscriptions.SelectMany(ProblemsOf).ToArray();
        var data = DataOf(subscriptions);
        return problems.Length > 0
            ? HealthCheckResult.Degraded(string.Join(" ", problems), data: data)
            : HealthCheckResult.Healthy(Invariant($"{subscriptions.Count} subscription{(subscriptions.Count == 1 ? "" : "s")} of {endpoint}."), data);
    }

    private IEnumerable<string> ProblemsOf(SubscriptionStatus s)
    {
        if (s.Ready > 0 && s.Unowned is { } unowned && unowned >= options.MaxUnowned)
        {
            yield return Invariant($"The subscription '{s.Name}' has events to handle, and no program has handled it for {unowned.TotalSeconds:0} s: start one, or remove it with 'dataaccess events remove'.");
        }

        if (options.MaxLag is { } maxLag && s.Lag is { } lag && lag > maxLag)
        {
            yield return Invariant($"The lag of the subscription '{s.Name}'{(s.IsPaused ? ", which is paused," : "")} is {lag.TotalSeconds:0} s, and the limit is {maxLag.TotalSeconds:0} s.");
        }

        if (options.DeadLetters && s.Dead > 0)
        {
            yield return Invariant($"The subscription '{s.Name}' has {s.Dead} dead letter{(s.Dead == 1 ? "" : "s")}: see 'dataaccess events dead'.");
        }
    }

    private static Dictionary<string, object> DataOf(IReadOnlyList<SubscriptionStatus> subscriptions)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var s in subscriptions)
        {
            data[$"{s.Name}.ready"] = s.Ready;
            data[$"{s.Name}.dead"] = s.Dead;
            data[$"{s.Name}.lag_seconds"] = s.Lag?.TotalSeconds ?? 0;
            data[$"{s.Name}.owned_partitions"] = s.OwnedPartitions;
            data[$"{s.Name}.partitions"] = s.Partitions;
            data[$"{s.Name}.programs"] = s.Members;
            data[$"{s.Name}.unowned_seconds"] = s.Unowned?.TotalSeconds ?? 0;
        }

        return data;
    }
}
