using System.Runtime.CompilerServices;
using DataAccess.PostgreSql.Types;
using DataAccess.Providers;
using DataAccess.Sql.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>Opens PostgreSQL databases.</summary>
public static class PostgreSqlDatabase
{
    /// <summary>Opens a database. No connection is made until the first call.</summary>
    /// <param name="urlOrConnectionString">A <c>postgres://</c> URL or an Npgsql connection string.</param>
    /// <param name="options">Limits and timeouts; null for the defaults.</param>
    /// <param name="loggerFactory">Receives log messages; null for no logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <exception cref="ArgumentException">The URL or connection string is not valid.</exception>
    /// <exception cref="InvalidOptionsException">One or more options are not valid; the message names all of them.</exception>
    public static Database Open(
        string urlOrConnectionString, PostgreSqlOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        options ??= new PostgreSqlOptions();
        return new Database(new PostgreSqlProvider(urlOrConnectionString, options), options, loggerFactory, time);
    }

    /// <summary>
    /// Opens a database through your own data source, with its type plug-ins, TLS callbacks, logging and passwords. The database does not dispose it; dispose it
    /// after the database.
    /// </summary>
    /// <param name="dataSource">The data source.</param>
    /// <param name="options">Limits and timeouts; null for the defaults. Types of NodaTime, NetTopologySuite and Pgvector need not be named in its <see cref="PostgreSqlOptions.DriverTypes"/>.</param>
    /// <param name="loggerFactory">Receives log messages; null for no logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <exception cref="InvalidOptionsException">One or more options, or settings of the data source, are not valid; the message names all of them.</exception>
    /// <remarks>
    /// Connections stay open here, also while they are idle; closing one returns it to the data source's pool, if that has one. A session that comes from a pool
    /// is reset first, and its time zone is UTC here. What a connection initializer of the data source sets is lost then: set it in
    /// <see cref="DatabaseOptions.OnConnectionOpened"/>. Sources with several hosts, multiplexing, automatic preparation, or a smaller pool than
    /// <see cref="ConnectionOptions.MaxConnections"/> are refused.
    /// </remarks>
    public static Database Open(
        NpgsqlDataSource dataSource, PostgreSqlOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new PostgreSqlOptions();
        return new Database(new PostgreSqlProvider(dataSource, options), options, loggerFactory, time);
    }

    // Lets Database.Open find this package by its URL schemes as soon as it is loaded.
    [ModuleInitializer]
    internal static void Register()
    {
        DriverColumns.Register(new PostgreSqlDriverColumns());
        DatabaseProvider.Register("postgres", static text => new PostgreSqlProvider(text));
        DatabaseProvider.Register("postgresql", static text => new PostgreSqlProvider(text));
    }
}
