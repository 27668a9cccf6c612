using DataAccess;
using DataAccess.DependencyInjection;
using DataAccess.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="Database"/> with a service collection.</summary>
public static class DataAccessServiceCollectionExtensions
{
    /// <summary>Registers one <see cref="Database"/> as a singleton, with its options bound from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with <c>Url</c>, <c>Connections</c> and <c>Retry</c>.</param>
    /// <returns>The services.</returns>
    /// <remarks>Invalid options make the program fail when it starts.</remarks>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddDataAccess(options => configuration.Bind(options));
    }

    /// <summary>Registers one <see cref="Database"/> as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The services.</returns>
    /// <remarks>Invalid options make the program fail when it starts.</remarks>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, Action<DataAccessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<DataAccessOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DataAccessOptions>, DataAccessOptionsValidator>());
        return services.AddDatabase(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<DataAccessOptions>>().Value;
            return (ProviderDirectory.Create(options.Url), options);
        });
    }

    /// <summary>Registers one <see cref="Database"/> over a provider as a singleton; the methods of the databases' packages call this one.</summary>
    /// <param name="services">The services.</param>
    /// <param name="provider">The database's provider.</param>
    /// <param name="options">Limits and timeouts.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, DatabaseProvider provider, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        return services.AddDatabase(_ => (provider, options));
    }

    private static IServiceCollection AddDatabase(
        this IServiceCollection services, Func<IServiceProvider, (DatabaseProvider Provider, DatabaseOptions Options)> create)
    {
        services.TryAddSingleton(provider =>
        {
            var (database, options) = create(provider);
            return new Database(database, options, provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>());
        });
        services.TryAddSingleton<DatabaseSession>(static provider => provider.GetRequiredService<Database>());
        return services;
    }
}
