using DataAccess;
using DataAccess.MySql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a MySQL or MariaDB database with a service collection.</summary>
public static class MySqlExtensions
{
    /// <summary>Registers a <see cref="Database"/> over MySQL or MariaDB as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="urlOrConnectionString">A <c>mysql://</c> or <c>mariadb://</c> URL or a MySqlConnector connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    public static IServiceCollection AddMySqlDataAccess(
        this IServiceCollection services, string urlOrConnectionString, Action<MySqlOptions>? configure = null)
    {
        var options = new MySqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new MySqlProvider(urlOrConnectionString), options);
    }
}
