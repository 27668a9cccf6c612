using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>Turns a <c>postgres://</c> URL into Npgsql's settings. Parameters have libpq's names or Npgsql's.</summary>
internal static class PostgreSqlUrl
{
    /// <summary>libpq's names (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS), and what Npgsql calls them.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["channel_binding"] = "Channel Binding",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["client_encoding"] = "Client Encoding",
        ["search_path"] = "Search Path",
        ["keepalives"] = "TCP Keepalive",
        ["keepalives_idle"] = "TCP Keepalive Time",
        ["keepalives_interval"] = "TCP Keepalive Interval",
        ["target_session_attrs"] = "Target Session Attributes",
        ["load_balance_hosts"] = "Load Balance Hosts",
    };

    /// <exception cref="ArgumentException">It is not valid, or a parameter is unknown or has a value that is not valid. No message repeats a value.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var url = DatabaseUrl.Parse(text);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Username = url.User,
            Password = url.Password,
            Database = url.Database.Length == 0 ? null : url.Database,
        };
        SetHosts(builder, url);
        foreach (var (key, value) in url.Parameters.Where(static p => !IsHost(p.Key) && !IsPort(p.Key)))
        {
            Set(builder, key, value);
        }

        return builder;
    }

    /// <summary>The parameters <c>host</c> and <c>port</c> take precedence, as in libpq: the URL of a socket has its folder there.</summary>
    private static void SetHosts(NpgsqlConnectionStringBuilder builder, DatabaseUrl url)
    {
        var names = url.Parameters.LastOrDefault(static p => IsHost(p.Key)).Value?.Split(',') ?? [.. url.Hosts.Select(static h => h.Name)];
        var ports = url.Parameters.LastOrDefault(static p => IsPort(p.Key)).Value?.Split(',').Select(PortIn).ToList() ?? [.. url.Hosts.Select(static h => h.Port)];
        if (ports.Count > 1 && ports.Count != names.Length)
        {
            throw new ArgumentException(Invariant($"The database URL has {names.Length} hosts and {ports.Count} ports. Give one port, or one for each host."), nameof(url));
        }

        var hosts = names
            .Select((name, i) => new UrlHost(name.Length == 0 ? "localhost" : name, ports.Count == 0 ? null : ports[Math.Min(i, ports.Count - 1)]))
            .ToList();
        builder.Port = hosts[0].Port ?? NpgsqlConnection.DefaultPort;
        builder.Host = hosts is [var only] ? only.Name : string.Join(',', hosts.Select(static host => host with { Port = host.Port ?? NpgsqlConnection.DefaultPort }));
    }

    private static int? PortIn(string text)
        => text.Length == 0 ? null
            : ushort.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port > 0 ? port
            : throw new ArgumentException($"The database URL's parameter 'port' is not valid. Use a number from 1 to 65535, or a list of them for several hosts.", nameof(text));

    private static void Set(NpgsqlConnectionStringBuilder builder, string key, string value)
    {
        var name = Names.GetValueOrDefault(key, key);
        if (key.Equals("fallback_application_name", StringComparison.OrdinalIgnoreCase))
        {
            builder.ApplicationName ??= value;
            return;
        }

        if (!builder.ContainsKey(name))
        {
            throw new ArgumentException($"The database URL's parameter '{key}' is not supported. Remove it, or use a keyword of Npgsql: https://www.npgsql.org/doc/connection-string-parameters.html", nameof(key));
        }

        if (!TrySet(builder, name, ValueOf(name, value)))
        {
            throw new ArgumentException($"The value of the database URL's parameter '{key}' is not valid{Allowed(name)}.", nameof(key));
        }
    }

    /// <summary>The driver's exception repeats the value, so it is not passed on.</summary>
    private static bool TrySet(NpgsqlConnectionStringBuilder builder, string name, string value)
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

    private static string ValueOf(string name, string value) => name switch
    {
        "SSL Mode" => value.Replace("-", "", StringComparison.Ordinal),
        "Load Balance Hosts" => value.ToLowerInvariant() switch { "random" => "true", "disable" => "false", _ => value },
        "TCP Keepalive" => value switch { "1" => "true", "0" => "false", _ => value },

        // libpq waits without a limit for 0 and below.
        "Timeout" when value.StartsWith('-') => "0",
        _ => value,
    };

    private static string Allowed(string name) => name switch
    {
        "SSL Mode" => ": use disable, allow, prefer, require, verify-ca or verify-full",
        "Target Session Attributes" => ": use any, read-write, read-only, primary, standby, prefer-primary or prefer-standby",
        "Timeout" => ": use a number of seconds",
        _ => "",
    };

    private static bool IsHost(string key) => key.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static bool IsPort(string key) => key.Equals("port", StringComparison.OrdinalIgnoreCase);
}
