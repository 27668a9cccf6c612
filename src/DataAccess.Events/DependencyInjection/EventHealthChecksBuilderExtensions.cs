using DataAccess;
using DataAccess.DependencyInjection;
using DataAccess.Events;
using DataAccess.Events.DependencyInjection;
using DataAccess.Providers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks for the events of the services' databases.</summary>
public static class EventHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check, named <c>events</c>, for the subscriptions of the database without a key, of whichever program handles them. Degraded: one has events to handle and no program that
    /// owns it, or what else the options say. Unhealthy (or <paramref name="failureStatus"/>): they could not be looked at within 5 s. The figures of the subscriptions are in the data.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="configure">What is reported; null for the defaults.</param>
    /// <param name="failureStatus">The status when the database does not answer; null for unhealthy.</param>
    /// <param name="tags">Tags, to select checks by, such as <c>ready</c>.</param>
    /// <param name="timeout">How long the check may take; null for no limit besides its own.</param>
    /// <returns>The health checks.</returns>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    /// <remarks>If there is no such database, the check fails with <see cref="InvalidOperationException"/>.</remarks>
    public static IHealthChecksBuilder AddDataAccessEventsCheck(
        this IHealthChecksBuilder builder, Action<EventHealthOptions>? configure = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
        => Add(builder, key: null, "events", configure, failureStatus, tags, timeout);

    /// <summary>As <see cref="AddDataAccessEventsCheck(IHealthChecksBuilder, Action{EventHealthOptions}?, HealthStatus?, IEnumerable{string}?, TimeSpan?)"/>, for the database with a key.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="configure">What is reported; null for the defaults.</param>
    /// <param name="name">The check's name; null for <c>events_</c> and the key.</param>
    /// <param name="failureStatus">The status when the database does not answer; null for unhealthy.</param>
    /// <param name="tags">Tags, to select checks by, such as <c>ready</c>.</param>
    /// <param name="timeout">How long the check may take; null for no limit besides its own.</param>
    /// <returns>The health checks.</returns>
    /// <exception cref="InvalidOptionsException">Some options are not valid.</exception>
    public static IHealthChecksBuilder AddDataAccessEventsCheck(
        this IHealthChecksBuilder builder, string key, Action<EventHealthOptions>? configure = null, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        DatabaseProvider.ValidateKey(key);
        return Add(builder, key, name ?? $"events_{key}", configure, failureStatus, tags, timeout);
    }

    private static IHealthChecksBuilder Add(
        IHealthChecksBuilder builder, string? key, string name, Action<EventHealthOptions>? configure, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new EventHealthOptions();
        configure?.Invoke(options);
        options = options.Validated();
        return builder.Add(new HealthCheckRegistration(
            name, services => new EventHealthCheck(DatabaseRegistration.Find(services, key, $"The health check {name}"), options), failureStatus, tags, timeout));
    }
}
