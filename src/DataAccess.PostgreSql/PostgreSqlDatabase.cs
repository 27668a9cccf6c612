using System.Runtime.CompilerServices;
using DataAccess.PostgreSql.Types;
using DataAccess.Providers;
using DataAccess.Sql.Reading;
using Microsoft.Extensions.Logging;

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

    // Lets Database.Open find this package by its URL schemes as soon as it is loaded.
    [ModuleInitializer]
    internal static void Register()
    {
        DriverColumns.Register(new PostgreSqlDriverColumns());
        DatabaseProvider.Register("postgres", static text => new PostgreSqlProvider(text));
        DatabaseProvider.Register("postgresql", static text => new PostgreSqlProvider(text));
    }
}
