using System.Runtime.CompilerServices;
using DataAccess.Providers;
using Microsoft.Extensions.Logging;

namespace DataAccess.Sqlite;

/// <summary>Opens SQLite databases.</summary>
public static class SqliteDatabase
{
    /// <summary>Opens a database file, creating it if it does not exist. Nothing is opened until the first call.</summary>
    /// <param name="file">
    /// A file name, <c>:memory:</c>, a <c>sqlite:</c> URL, SQLite's own <c>file:name?mode=memory&amp;cache=shared</c>, or an ADO.NET connection string. After
    /// <c>sqlite:</c> a file name is taken as it is written, without escapes.
    /// </param>
    /// <param name="options">Limits and timeouts; null for the defaults.</param>
    /// <param name="loggerFactory">Receives log messages; null for no logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <exception cref="ArgumentException">The text does not name a file.</exception>
    /// <exception cref="InvalidOptionsException">One or more options are not valid; the message names all of them.</exception>
    public static Database Open(string file, SqliteOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? time = null)
    {
        options ??= new SqliteOptions();
        return new Database(new SqliteProvider(file, options), options, loggerFactory, time);
    }

    // Lets Database.Open find this package by its URL scheme as soon as it is loaded.
    [ModuleInitializer]
    internal static void Register()
    {
        DatabaseProvider.Register("sqlite", static text => new SqliteProvider(text, new SqliteOptions()));

        // SQLite's own: https://www.sqlite.org/uri.html
        DatabaseProvider.Register("file", static text => new SqliteProvider(text, new SqliteOptions()));
    }
}
