using DataAccess;
using DataAccess.Migrations;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
    /// <remarks>A migration that fails stops the program from starting, with <see cref="MigrationException"/>.</remarks>
    public static IServiceCollection AddDataAccessMigrations(this IServiceCollection services, Action<MigrationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new MigrationOptions();
        configure?.Invoke(options);
        options.Validate();
        services.TryAddSingleton(provider =>
        {
            options.CodeMigrations = [.. options.CodeMigrations, .. provider.GetServices<ICodeMigration>()];
            return new Migrator(
                provider.GetRequiredService<Database>(), options, provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>());
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupMigrations>());
        return services;
    }
}
