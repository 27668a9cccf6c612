using DataAccess.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAccess.DependencyInjection;

/// <summary>Adds a database, and what belongs to it, to the services.</summary>
internal static class DatabaseServices
{
    /// <exception cref="InvalidOperationException">There is one with this key, or without a key, already.</exception>
    public static void Add(IServiceCollection services, string? key, Func<IServiceProvider, (DatabaseProvider Provider, DatabaseOptions Options)> create)
    {
        RefuseSecond(
            services,
            typeof(Database),
            key,
            $"{DatabaseName.Of(key)} is already registered, and a second one would be ignored. Give each database a key of its own: "
            + "services.AddDataAccess(\"orders\", …) or services.AddPostgreSqlDataAccess(\"orders\", url), resolved as [FromKeyedServices(\"orders\")] Database. "
            + "To replace one, as in a test, remove it first: services.RemoveAll<Database>(), or services.RemoveAllKeyed<Database>(\"orders\").");

        services.Add(new ServiceDescriptor(
            typeof(Database),
            key,
            (provider, _) =>
            {
                var (database, options) = create(provider);
                return new Database(database, options, provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>());
            },
            ServiceLifetime.Singleton));
        var session = new ServiceDescriptor(typeof(DatabaseSession), key, (provider, _) => DatabaseRegistration.Find(provider, key, nameof(DatabaseSession)), ServiceLifetime.Singleton);
        services.TryAdd(session);
        if (!services.Any(d => d.ServiceType == typeof(DatabaseRegistration) && d.ImplementationInstance is DatabaseRegistration known && known.Key == key))
        {
            services.AddSingleton(new DatabaseRegistration(key));
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DataAccessLifetime>());
    }

    /// <exception cref="InvalidOperationException">The service is registered with this key, or without a key, already.</exception>
    public static void RefuseSecond(IServiceCollection services, Type type, string? key, string message)
    {
        if (services.Any(d => d.ServiceType == type && Equals(d.ServiceKey, key)))
        {
            throw new InvalidOperationException(message);
        }
    }
}
