using DataAccess;
using DataAccess.PostgreSql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a PostgreSQL database with a service collection.</summary>
public static class PostgreSqlExtensions
{
    /// <summary>Registers a <see cref="Database"/> over PostgreSQL as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="urlOrConnectionString">A <c>postgres://</c> URL or an Npgsql connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    public static IServiceCollection AddPostgreSqlDataAccess(
        this IServiceCollection services, string urlOrConnectionString, Action<PostgreSqlOptions>? configure = null)
    {
        var options = new PostgreSqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new PostgreSqlProvider(urlOrConnectionString, options), options);
    }
}
