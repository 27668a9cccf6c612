using DataAccess;
using DataAccess.MySql;
using DataAccess.Providers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a MySQL or MariaDB database with a service collection.</summary>
public static class MySqlExtensions
{
    /// <summary>Registers a <see cref="Database"/> over MySQL or MariaDB as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="urlOrConnectionString">A <c>mysql://</c> or <c>mariadb://</c> URL or a MySqlConnector connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    /// <exception cref="ArgumentException">The text is not valid.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There is a database without a key already.</exception>
    public static IServiceCollection AddMySqlDataAccess(
        this IServiceCollection services, string urlOrConnectionString, Action<MySqlOptions>? configure = null)
    {
        RefuseKey(urlOrConnectionString);
        var options = new MySqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new MySqlProvider(urlOrConnectionString), options);
    }

    /// <summary>Registers a <see cref="Database"/> over MySQL or MariaDB with a key as a singleton: <c>[FromKeyedServices("orders")] Database</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="urlOrConnectionString">A <c>mysql://</c> or <c>mariadb://</c> URL or a MySqlConnector connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    /// <exception cref="ArgumentException">The text is not valid, or the key looks like one.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    public static IServiceCollection AddMySqlDataAccess(
        this IServiceCollection services, string key, string urlOrConnectionString, Action<MySqlOptions>? configure = null)
    {
        DatabaseProvider.ValidateKey(key);
        var options = new MySqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(key, new MySqlProvider(urlOrConnectionString), options);
    }

    /// <summary>One string is the database, two are its key and the database: a key alone is a likely mistake, of which the driver says nothing useful.</summary>
    private static void RefuseKey(string urlOrConnectionString)
    {
        if (!string.IsNullOrWhiteSpace(urlOrConnectionString) && !urlOrConnectionString.AsSpan().ContainsAny(':', '='))
        {
            throw new ArgumentException(
                "This is neither a URL nor a connection string. If it is the key of a database, give the database after it: AddMySqlDataAccess(\"orders\", url).",
                nameof(urlOrConnectionString));
        }
    }
}
