using DataAccess.Connections;
using DataAccess.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has the databases of the services report what they find about their connections.</summary>
public static class AdviceServiceCollectionExtensions
{
    /// <summary>
    /// Makes a report (<see cref="ConnectionManager.Report"/>) of every registered database from time to time, in a hosted service. A finding is logged
    /// as a warning when it is new, that is when the report before did not have it; each is counted in the metric <c>dataaccess.connection.findings</c>.
    /// </summary>
    /// <param name="services">The services, with the databases registered before or after.</param>
    /// <param name="every">The time between two reports, at least a second; null for a minute. If this is called again, the last time counts.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is less than a second, or more than 49 days.</exception>
    /// <remarks>Statements are timed by their text from the start on, which costs a dictionary look-up for each.</remarks>
    public static IServiceCollection AddAdvice(this IServiceCollection services, TimeSpan? every = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var time = every ?? TimeSpan.FromMinutes(1);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromSeconds(1), nameof(every));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(49), nameof(every));
        services.AddSingleton(new AdviceRegistration(time));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AdviceService>());
        return services;
    }
}
