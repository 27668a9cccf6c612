using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>What a MySQL or MariaDB database is opened with, beside where it is.</summary>
/// <remarks>
/// Large batches of a writer are streamed with <c>LOAD DATA LOCAL</c> where the connection string has the driver's own
/// <c>AllowLoadLocalInfile=true</c> and the server's <c>local_infile</c> is on; else, and that is the default of both, they are
/// inserted. It is off by default because a server that is not what it seems could ask the client for any of its files:
/// https://dev.mysql.com/doc/refman/9.5/en/load-data-local-security.html. MySqlConnector hands out only streams that it has
/// named itself unless the server's certificate is verified (https://github.com/mysql-net/MySqlConnector/issues/334), so
/// switch it on for servers you trust, best together with <c>SslMode=VerifyFull</c>.
/// <para>
/// What the library's answers rest on is set in each session, whatever the server's defaults are: <c>autocommit</c> on,
/// <c>completion_type</c> off, no <c>sql_select_limit</c>, the
/// time zone UTC, the character set <c>utf8mb4</c>, and in <c>sql_mode</c> <c>STRICT_TRANS_TABLES</c> but neither
/// <c>NO_BACKSLASH_ESCAPES</c> nor <c>EMPTY_STRING_IS_NULL</c>. The rest of <c>sql_mode</c> stays as it is. The driver's
/// <c>NoBackslashEscapes</c> and <c>UseAffectedRows</c> are off. A server that keeps another mode is an error when a connection opens.
/// </para>
/// </remarks>
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
