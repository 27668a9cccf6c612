using DataAccess;
using DataAccess.DependencyInjection;
using DataAccess.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="Database"/> with a service collection.</summary>
/// <remarks>
/// A program with several databases gives each a key; <c>[FromKeyedServices("orders")] Database</c> resolves it. A second database with the same key, or a
/// second one without a key, is an error. When the host starts, the options are validated and the databases are created; no connection is opened for that.
/// </remarks>
public static class DataAccessServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="Database"/> as a singleton, with its options bound from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with <c>Url</c>, <c>Connections</c> and <c>Retry</c>.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">There is a database without a key already.</exception>
    /// <remarks>Invalid options, and misspelt keys of the section, make the program fail when it starts.</remarks>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, key: null, configuration);
    }

    /// <summary>Registers a <see cref="Database"/> as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">There is a database without a key already.</exception>
    /// <remarks>Invalid options make the program fail when it starts.</remarks>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, Action<DataAccessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, key: null, configure);
    }

    /// <summary>Registers a <see cref="Database"/> with a key as a singleton, with its options bound from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key, which is also the name of its options.</param>
    /// <param name="configuration">The section with <c>Url</c>, <c>Connections</c> and <c>Retry</c>.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The key is empty, or looks like a URL or a connection string.</exception>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    /// <remarks>Invalid options, and misspelt keys of the section, make the program fail when it starts.</remarks>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, string key, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        DatabaseProvider.ValidateKey(key);
        return Add(services, key, configuration);
    }

    /// <summary>Registers a <see cref="Database"/> with a key as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key, which is also the name of its options.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The key is empty, or looks like a URL or a connection string.</exception>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    /// <remarks>Invalid options make the program fail when it starts.</remarks>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, string key, Action<DataAccessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        DatabaseProvider.ValidateKey(key);
        return Add(services, key, configure);
    }

    /// <summary>Registers a <see cref="Database"/> over a provider as a singleton; the methods of the databases' packages call this one.</summary>
    /// <param name="services">The services.</param>
    /// <param name="provider">The database's provider.</param>
    /// <param name="options">Limits and timeouts.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">There is a database without a key already.</exception>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, DatabaseProvider provider, DatabaseOptions options)
        => Add(services, key: null, provider, options);

    /// <summary>Registers a <see cref="Database"/> over a provider with a key as a singleton; the methods of the databases' packages call this one.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="provider">The database's provider.</param>
    /// <param name="options">Limits and timeouts.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The key is empty, or looks like a URL or a connection string.</exception>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    public static IServiceCollection AddDataAccess(this IServiceCollection services, string key, DatabaseProvider provider, DatabaseOptions options)
    {
        DatabaseProvider.ValidateKey(key);
        return Add(services, key, provider, options);
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, DatabaseProvider provider, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        DatabaseServices.Add(services, key, _ => (provider, options));
        return services;
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Add(services, key, options => configuration.Bind(options));
        services.AddSingleton(new ReloadRegistration(key, configuration));
        return services.AddSingleton<IValidateOptions<DataAccessOptions>>(new ConfigurationKeys(key ?? Options.Options.DefaultName, configuration));
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, Action<DataAccessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var name = key ?? Options.Options.DefaultName;
        DatabaseServices.Add(services, key, provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<DataAccessOptions>>().Get(name);
            return (ProviderDirectory.Create(options.Url), options);
        });
        services.AddOptions<DataAccessOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DataAccessOptions>, DataAccessOptionsValidator>());
        return services;
    }
}
