using DataAccess;
using DataAccess.PostgreSql;
using DataAccess.Providers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a PostgreSQL database with a service collection.</summary>
public static class PostgreSqlExtensions
{
    /// <summary>Registers a <see cref="Database"/> over PostgreSQL as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="urlOrConnectionString">A <c>postgres://</c> URL or an Npgsql connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    /// <exception cref="ArgumentException">The text is not valid.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There is a database without a key already.</exception>
    public static IServiceCollection AddPostgreSqlDataAccess(
        this IServiceCollection services, string urlOrConnectionString, Action<PostgreSqlOptions>? configure = null)
    {
        RefuseKey(urlOrConnectionString);
        var options = new PostgreSqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new PostgreSqlProvider(urlOrConnectionString, options), options);
    }

    /// <summary>Registers a <see cref="Database"/> over PostgreSQL with a key as a singleton: <c>[FromKeyedServices("orders")] Database</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="urlOrConnectionString">A <c>postgres://</c> URL or an Npgsql connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    /// <exception cref="ArgumentException">The text is not valid, or the key looks like one.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    public static IServiceCollection AddPostgreSqlDataAccess(
        this IServiceCollection services, string key, string urlOrConnectionString, Action<PostgreSqlOptions>? configure = null)
    {
        DatabaseProvider.ValidateKey(key);
        var options = new PostgreSqlOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(key, new PostgreSqlProvider(urlOrConnectionString, options), options);
    }

    /// <summary>One string is the database, two are its key and the database: a key alone is a likely mistake, of which the driver says nothing useful.</summary>
    private static void RefuseKey(string urlOrConnectionString)
    {
        if (!string.IsNullOrWhiteSpace(urlOrConnectionString) && !urlOrConnectionString.AsSpan().ContainsAny(':', '='))
        {
            throw new ArgumentException(
                "This is neither a URL nor a connection string. If it is the key of a database, give the database after it: AddPostgreSqlDataAccess(\"orders\", url).",
                nameof(urlOrConnectionString));
        }
    }
}
