using System.Diagnostics.CodeAnalysis;
using DataAccess;
using DataAccess.DependencyInjection;
using DataAccess.Providers;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers repositories with a service collection.</summary>
/// <remarks>
/// A repository has no state of its own, so one instance serves all callers. Its constructor takes a <see cref="Database"/> or a <see cref="DatabaseSession"/>,
/// and any other services that are singletons too. For a transaction, create another one over it: <c>new OrderRepository(transaction)</c>.
/// </remarks>
public static class RepositoryServiceCollectionExtensions
{
    /// <summary>Registers a repository of the database without a key as a singleton.</summary>
    /// <typeparam name="TRepository">The repository.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">It is registered already.</exception>
    public static IServiceCollection AddRepository<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRepository>(this IServiceCollection services)
        where TRepository : class
        => Add<TRepository, TRepository>(services, key: null);

    /// <summary>Registers a repository of the database without a key as a singleton, by its interface.</summary>
    /// <typeparam name="TService">The interface.</typeparam>
    /// <typeparam name="TRepository">The repository.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">The interface is registered already.</exception>
    public static IServiceCollection AddRepository<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRepository>(this IServiceCollection services)
        where TService : class
        where TRepository : class, TService
        => Add<TService, TRepository>(services, key: null);

    /// <summary>
    /// Registers a repository of a database with a key as a singleton. It is resolved by its type alone; if it is registered for several databases, by
    /// <c>[FromKeyedServices("orders")]</c>.
    /// </summary>
    /// <typeparam name="TRepository">The repository.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the database that its constructor gets.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">It is registered for this database already.</exception>
    public static IServiceCollection AddRepository<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRepository>(this IServiceCollection services, string key)
        where TRepository : class
        => services.AddRepository<TRepository, TRepository>(key);

    /// <summary>
    /// Registers a repository of a database with a key as a singleton, by its interface. It is resolved by its interface alone; if it is registered for
    /// several databases, by <c>[FromKeyedServices("orders")]</c>.
    /// </summary>
    /// <typeparam name="TService">The interface.</typeparam>
    /// <typeparam name="TRepository">The repository.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the database that its constructor gets.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">The interface is registered for this database already.</exception>
    public static IServiceCollection AddRepository<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRepository>(
        this IServiceCollection services, string key)
        where TService : class
        where TRepository : class, TService
    {
        DatabaseProvider.ValidateKey(key);
        Add<TService, TRepository>(services, key);
        services.AddSingleton(new RepositoryRegistration<TService>(key));
        services.TryAddSingleton<TService>(RepositoryRegistration<TService>.FindOnly);
        return services;
    }

    private static IServiceCollection Add<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRepository>(IServiceCollection services, string? key)
        where TService : class
        where TRepository : class, TService
    {
        ArgumentNullException.ThrowIfNull(services);
        if (key is null && services.FirstOrDefault(static d => d.ServiceType == typeof(TService) && RepositoryRegistration<TService>.IsFindOnly(d)) is { } only)
        {
            services.Remove(only);
        }

        DatabaseServices.RefuseSecond(services, typeof(TService), key, $"{typeof(TService).Name} is already registered for {DatabaseName.Within(key)}.");
        services.Add(new ServiceDescriptor(
            typeof(TService),
            key,
            (provider, _) => ActivatorUtilities.CreateInstance<TRepository>(provider, DatabaseRegistration.Find(provider, key, typeof(TRepository).Name)),
            ServiceLifetime.Singleton));
        return services;
    }
}
