using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql;

/// <summary>Turns a <c>mysql://</c> or <c>mariadb://</c> URL into MySqlConnector's settings. Parameters have the names of the client programs or of MySqlConnector.</summary>
internal static class MySqlUrl
{
    /// <summary>The names of the client programs' options, and what MySqlConnector calls them.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ssl-mode"] = "SSL Mode",
        ["ssl_mode"] = "SSL Mode",
        ["sslmode"] = "SSL Mode",
        ["ssl-ca"] = "SSL CA",
        ["ssl-cert"] = "SSL Cert",
        ["ssl-key"] = "SSL Key",
        ["connect_timeout"] = "Connection Timeout",
        ["connect-timeout"] = "Connection Timeout",
        ["application_name"] = "Application Name",
    };

    /// <exception cref="ArgumentException">It is not valid, or a parameter is unknown or has a value that is not valid. No message repeats a value.</exception>
    public static MySqlConnectionStringBuilder Parse(string text)
    {
        var url = DatabaseUrl.Parse(text);
        var ports = url.Hosts.Select(static host => host.Port).Distinct().ToList();
        if (ports.Count > 1)
        {
            throw new ArgumentException("The database URL has several hosts with different ports, which MySqlConnector does not support. Use one port for all.", nameof(text));
        }

        var builder = new MySqlConnectionStringBuilder
        {
            Server = string.Join(',', url.Hosts.Select(static host => host.Name.Length == 0 ? "localhost" : host.Name)),
            UserID = url.User ?? "",
            Password = url.Password ?? "",
            Database = url.Database,
        };
        if (ports[0] is { } port)
        {
            builder.Port = (uint)port;
        }

        foreach (var (key, value) in url.Parameters)
        {
            Set(builder, key, value);
        }

        return builder;
    }

    private static void Set(MySqlConnectionStringBuilder builder, string key, string value)
    {
        if (key.Equals("socket", StringComparison.OrdinalIgnoreCase) || key.Equals("unix_socket", StringComparison.OrdinalIgnoreCase))
        {
            builder.Server = value;
            builder.ConnectionProtocol = MySqlConnectionProtocol.UnixSocket;
            return;
        }

        var name = Names.GetValueOrDefault(key, key);
        if (!IsKnown(name))
        {
            throw new ArgumentException($"The database URL's parameter '{key}' is not supported. Remove it, or use an option of MySqlConnector: https://mysqlconnector.net/connection-options/", nameof(key));
        }

        if (!TrySet(builder, name, name == "SSL Mode" ? SslModeOf(value) : value))
        {
            throw new ArgumentException(
                $"The value of the database URL's parameter '{key}' is not valid{(name == "SSL Mode" ? ": use disabled, preferred, required, verify-ca or verify-identity" : "")}.", nameof(key));
        }
    }

    /// <summary>The driver's exception repeats the value, so it is not passed on.</summary>
    private static bool TrySet(MySqlConnectionStringBuilder builder, string name, string value)
    {
        try
        {
            builder[name] = value;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return false;
        }
    }

    private static bool IsKnown(string name)
    {
        try
        {
            _ = new MySqlConnectionStringBuilder()[name];
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string SslModeOf(string value) => value.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "disabled" or "disable" => "None",
        "verifyidentity" => "VerifyFull",
        "prefer" => "Preferred",
        "require" => "Required",
        var other => other,
    };
}
