using DataAccess;
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
    public static IServiceCollection AddSqliteDataAccess(
        this IServiceCollection services, string file, Action<SqliteOptions>? configure = null)
    {
        var options = new SqliteOptions();
        configure?.Invoke(options);
        return services.AddDataAccess(new SqliteProvider(file, options), options);
    }
}
