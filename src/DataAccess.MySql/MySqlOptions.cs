using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>What a MySQL or MariaDB database is opened with, beside where it is.</summary>
public sealed class MySqlOptions : DatabaseOptions
{
    /// <summary>Reads a <c>mysql://</c> or <c>mariadb://</c> URL or an ADO.NET connection string. Parameters of the URL are MySqlConnector's own keywords.</summary>
    /// <exception cref="ArgumentException">It is neither, or a parameter is unknown.</exception>
    internal static MySqlConnectionStringBuilder Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (!DatabaseUrl.IsUrl(text))
        {
            return new MySqlConnectionStringBuilder(text);
        }

        var url = DatabaseUrl.Parse(text);
        var builder = new MySqlConnectionStringBuilder
        {
            Server = url.Host.Length == 0 ? "localhost" : url.Host,
            UserID = url.User ?? "",
            Password = url.Password ?? "",
            Database = url.Database,
        };
        if (url.Port is { } port)
        {
            builder.Port = (uint)port;
        }

        foreach (var (key, value) in url.Parameters)
        {
            builder[key] = value;
        }

        return builder;
    }
}
