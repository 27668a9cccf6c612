using DataAccess;
using DataAccess.Providers;
using DataAccess.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a SQLite database with a service collection.</summary>
public static class SqliteExtensions
{
    /// <summary>Registers a <see cref="Database"/> over a SQLite file as a singleton.</summary>
    /// <param name="services">The services.</param>
    /// <param name="file">A file name, a <c>sqlite:</c> or <c>file:</c> URL, or an ADO.NET connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    /// <exception cref="ArgumentException">The text is not valid.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There is a database without a key already.</exception>
    public static IServiceCollection AddSqliteDataAccess(
        this IServiceCollection services, string file, Action<SqliteOptions>? configure = null)
    {
        var options = new SqliteOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new SqliteProvider(file, options), options);
    }

    /// <summary>Registers a <see cref="Database"/> over a SQLite file with a key as a singleton: <c>[FromKeyedServices("orders")] Database</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="file">A file name, a <c>sqlite:</c> or <c>file:</c> URL, or an ADO.NET connection string.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services, for chaining.</returns>
    /// <exception cref="ArgumentException">The text is not valid, or the key looks like one.</exception>
    /// <exception cref="InvalidOptionsException">Some options are not valid; the message names all of them.</exception>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    public static IServiceCollection AddSqliteDataAccess(
        this IServiceCollection services, string key, string file, Action<SqliteOptions>? configure = null)
    {
        DatabaseProvider.ValidateKey(key);
        var options = new SqliteOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(key, new SqliteProvider(file, options), options);
    }
}
