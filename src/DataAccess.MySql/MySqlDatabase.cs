using System.Runtime.CompilerServices;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using DataAccess.Sql.Reading;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>Opens MySQL and MariaDB databases.</summary>
public static class MySqlDatabase
{
    /// <summary>Opens a database. No connection is made until the first call.</summary>
    /// <param name="urlOrConnectionString">A <c>mysql://</c> or <c>mariadb://</c> URL or a MySqlConnector connection string.</param>
    /// <param name="options">Limits and timeouts; null for the defaults.</param>
    /// <param name="loggerFactory">Receives log messages; null for no logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <exception cref="ArgumentException">The URL or connection string is not valid.</exception>
    /// <exception cref="InvalidOptionsException">One or more options are not valid; the message names all of them.</exception>
    public static Database Open(
        string urlOrConnectionString, MySqlOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        options ??= new MySqlOptions();
        return new Database(new MySqlProvider(urlOrConnectionString), options, loggerFactory, time);
    }

    /// <summary>
    /// Opens a database through your own data source, with its TLS callbacks and passwords. The database does not dispose it; dispose it after the database.
    /// </summary>
    /// <param name="dataSource">The data source.</param>
    /// <param name="options">Limits and timeouts; null for the defaults.</param>
    /// <param name="loggerFactory">Receives log messages; null for no logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <exception cref="InvalidOptionsException">One or more options are not valid; the message names all of them.</exception>
    /// <remarks>
    /// Each connection is a copy of one of the data source's, without its pool and with the settings that the library's guarantees depend on
    /// (see <see cref="MySqlOptions"/>), so the pool's limits and its reset do not apply. A connection opened callback of the data source is not called: use
    /// <see cref="DatabaseOptions.OnConnectionOpened"/>.
    /// </remarks>
    public static Database Open(
        MySqlDataSource dataSource, MySqlOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new MySqlOptions();
        return new Database(new MySqlProvider(dataSource.ConnectionString, source: dataSource), options, loggerFactory, time);
    }

    // Lets Database.Open find this package by its URL schemes as soon as it is loaded.
    [ModuleInitializer]
    internal static void Register()
    {
        DatabaseProvider.Register("mysql", static text => new MySqlProvider(text));
        DatabaseProvider.Register("mariadb", static text => new MySqlProvider(text));

        // A decimal has up to 65 digits there, and the driver rounds what a decimal of .NET cannot hold.
        DriverColumns.Register(new MySqlDriverColumns());
    }
}
