using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>The options of a PostgreSQL database, including its address.</summary>
public sealed class PostgreSqlOptions : DatabaseOptions
{
    /// <summary>
    /// Configures the driver's data source, for example to map a composite type to a class, for a plug-in of the driver, or to check the server's certificate. It applies
    /// to every connection, those of scripts and migrations included. It must not change the connection string. Default: none.
    /// </summary>
    public Action<NpgsqlDataSourceBuilder>? ConfigureDataSource { get; set; }

    /// <summary>
    /// The types that <see cref="ConfigureDataSource"/> has made the driver read and write, so that they may be members, parameters and results. Its own types,
    /// such as <c>NpgsqlRange&lt;int&gt;</c>, need not be named. Default: none.
    /// </summary>
    public ISet<Type> DriverTypes { get; } = new HashSet<Type>();

    /// <summary>Parses a <c>postgres://</c> URL or an ADO.NET connection string. The URL's query parameters are Npgsql's or libpq's keywords.</summary>
    /// <exception cref="ArgumentException">It is neither, or a parameter is unknown.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return DatabaseUrl.IsUrl(text) ? PostgreSqlUrl.Parse(text) : new NpgsqlConnectionStringBuilder(text);
    }
}
