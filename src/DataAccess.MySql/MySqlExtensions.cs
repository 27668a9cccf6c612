using DataAccess;
using DataAccess.MySql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a MySQL or MariaDB database with a service collection.</summary>
public static class MySqlExtensions
{
    /// <summary>Registers one <see cref="Database"/> over MySQL or MariaDB for the program.</summary>
    /// <param name="services">The services.</param>
    /// <param name="urlOrConnectionString">A <c>mysql://</c> or <c>mariadb://</c> URL or a MySqlConnector connection string.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddMySqlDataAccess(
        this IServiceCollection services, string urlOrConnectionString, Action<MySqlOptions>? configure = null)
    {
        var options = new MySqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new MySqlProvider(urlOrConnectionString), options);
    }
}
