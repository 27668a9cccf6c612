using DataAccess.DependencyInjection;
using DataAccess.Events;
using DataAccess.Events.DependencyInjection;
using DataAccess.Providers;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the handling of events with a service collection.</summary>
public static class EventServiceCollectionExtensions
{
    /// <summary>Handles the events of the database without a key while the host runs. Call it after <c>AddDataAccess</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Names the subscriptions and schedules, and sets options.</param>
    /// <returns>The services.</returns>
    /// <remarks>
    /// When the host starts, the tables and subscriptions are made where they are not there; a wrong option, or a database that cannot be reached, stops the start. When it stops, handlers may
    /// complete within <see cref="EventOptions.DrainTimeout"/> and the host's <c>ShutdownTimeout</c>.
    /// </remarks>
    public static IServiceCollection AddDataAccessEvents(this IServiceCollection services, Action<EventsBuilder> configure) => Add(services, key: null, configure);

    /// <summary>Handles the events of a database with a key while the host runs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="configure">Names the subscriptions and schedules, and sets options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDataAccessEvents(this IServiceCollection services, string key, Action<EventsBuilder> configure)
    {
        DatabaseProvider.ValidateKey(key);
        return Add(services, key, configure);
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, Action<EventsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton<IHostedService>(provider => new EventService(
            () => EventDatabaseExtensions.CreateEventProcessor(DatabaseRegistration.Find(provider, key, "AddDataAccessEvents"), configure, provider)));
    }
}
