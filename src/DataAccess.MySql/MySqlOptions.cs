using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>The options of a MySQL or MariaDB database, including its address.</summary>
/// <remarks>
/// A writer streams large batches with <c>LOAD DATA LOCAL</c> if the connection string sets the driver's
/// <c>AllowLoadLocalInfile=true</c> and the server's <c>local_infile</c> is on. Otherwise, which is the default of both, it
/// inserts them. It is off by default because a malicious server could ask the client for any of its files:
/// https://dev.mysql.com/doc/refman/9.5/en/load-data-local-security.html. MySqlConnector sends only streams that it has
/// named itself unless the server's certificate is verified (https://github.com/mysql-net/MySqlConnector/issues/334), so
/// enable it only for servers that you trust, preferably together with <c>SslMode=VerifyFull</c>.
/// <para>
/// The settings that the library's guarantees depend on are set in each session, whatever the server's defaults are:
/// <c>autocommit</c> on, <c>completion_type</c> off, no <c>sql_select_limit</c>, the time zone UTC, the character set
/// <c>utf8mb4</c>, and in <c>sql_mode</c> <c>STRICT_TRANS_TABLES</c> but neither <c>NO_BACKSLASH_ESCAPES</c> nor
/// <c>EMPTY_STRING_IS_NULL</c>. The rest of <c>sql_mode</c> is unchanged. The driver's <c>NoBackslashEscapes</c> and
/// <c>UseAffectedRows</c> are off. If the server does not accept one of these modes, opening a connection fails.
/// </para>
/// </remarks>
public sealed class MySqlOptions : DatabaseOptions
{
    /// <summary>Parses a <c>mysql://</c> or <c>mariadb://</c> URL or an ADO.NET connection string. The URL's query parameters are MySqlConnector's keywords, or options of the client programs such as <c>socket</c>.</summary>
    /// <exception cref="ArgumentException">It is neither, or a parameter is unknown.</exception>
    internal static MySqlConnectionStringBuilder Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return DatabaseUrl.IsUrl(text) ? MySqlUrl.Parse(text) : new MySqlConnectionStringBuilder(text);
    }
}
