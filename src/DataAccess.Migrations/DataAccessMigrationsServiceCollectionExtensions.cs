using DataAccess;
using DataAccess.Migrations;
using DataAccess.Providers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers migrations with a service collection.</summary>
public static class DataAccessMigrationsServiceCollectionExtensions
{
    /// <summary>
    /// Applies pending migrations when the program starts, before the services registered after this one. Many instances may start
    /// together. Requires a <see cref="Database"/> in the services, as registered by <c>AddDataAccess</c>.
    /// Every service <see cref="ICodeMigration"/> is one of the migrations.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There are migrations of the database without a key already.</exception>
    /// <remarks>A migration that fails stops the program from starting, with <see cref="MigrationException"/>.</remarks>
    public static IServiceCollection AddDataAccessMigrations(this IServiceCollection services, Action<MigrationOptions>? configure = null)
        => Add(services, key: null, new MigrationOptions(), configure);

    /// <summary>
    /// Applies pending migrations of a database with a key when the program starts, before the services registered after this one. Requires a
    /// <see cref="Database"/> with this key in the services. Every service <see cref="ICodeMigration"/> with this key is one of the migrations.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key, and that of the <see cref="Migrator"/>.</param>
    /// <param name="configure">Sets the options; null for the defaults. The default of <see cref="MigrationOptions.Directory"/> is here <c>migrations/key</c>, so that no two databases get the same files by mistake.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There are migrations of this database already.</exception>
    /// <remarks>A migration that fails stops the program from starting, with <see cref="MigrationException"/>.</remarks>
    public static IServiceCollection AddDataAccessMigrations(this IServiceCollection services, string key, Action<MigrationOptions>? configure = null)
    {
        DatabaseProvider.ValidateKey(key);
        var options = new MigrationOptions();
        options.Directory += $"/{key}";
        return Add(services, key, options, configure);
    }

    private static IServiceCollection Add(IServiceCollection services, string? key, MigrationOptions options, Action<MigrationOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        configure?.Invoke(options);
        options.Validate();
        if (services.Any(d => d.ServiceType == typeof(Migrator) && Equals(d.ServiceKey, key)))
        {
            throw new InvalidOperationException(
                (key is null ? "The migrations of the database without a key are already registered." : $"The migrations of the database \"{key}\" are already registered.")
                + " Those of another database are registered with its key: services.AddDataAccessMigrations(\"orders\", o => o.Directory = \"migrations/orders\").");
        }

        services.Add(new ServiceDescriptor(typeof(Migrator), key, (provider, _) => Create(provider, key, options), ServiceLifetime.Singleton));
        return services.AddSingleton<IHostedService>(
            provider => new StartupMigrations(key is null ? provider.GetRequiredService<Migrator>() : provider.GetRequiredKeyedService<Migrator>(key)));
    }

    private static Migrator Create(IServiceProvider provider, string? key, MigrationOptions options)
    {
        var code = key is null ? provider.GetServices<ICodeMigration>() : provider.GetKeyedServices<ICodeMigration>(key);
        options.CodeMigrations = [.. options.CodeMigrations, .. code];
        var database = key is null ? provider.GetRequiredService<Database>() : provider.GetRequiredKeyedService<Database>(key);
        return new Migrator(database, options, provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>());
    }
}
