using System.Globalization;

namespace DataAccess.Shared;

/// <summary>
/// A parsed database URL: <c>scheme://user:password@host:port,host:port/database?key=value</c>. Percent escapes are decoded in every part. A host that is
/// a folder, <c>%2Fvar%2Frun%2Fpostgresql</c>, is that of a socket.
/// </summary>
internal sealed class DatabaseUrl
{
    private const string Mark = "://";

    private DatabaseUrl(string scheme, IReadOnlyList<UrlHost> hosts)
    {
        Scheme = scheme;
        Hosts = hosts;
    }

    /// <summary>The scheme in lower case.</summary>
    public string Scheme { get; }

    /// <summary>The hosts, at least one.</summary>
    public IReadOnlyList<UrlHost> Hosts { get; }

    /// <summary>The first host; empty if the URL has none.</summary>
    public string Host => Hosts[0].Name;

    /// <summary>The first host's port, or null for the database's default.</summary>
    public int? Port => Hosts[0].Port;

    /// <summary>The database; empty if the URL has none.</summary>
    public string Database { get; private init; } = "";

    /// <summary>The user, or null.</summary>
    public string? User { get; private init; }

    /// <summary>The password, or null. Never part of <see cref="ToString"/>.</summary>
    public string? Password { get; private init; }

    /// <summary>The driver settings after the question mark, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; private init; } = [];

    /// <summary>Whether a text has the format of a URL, and is not an ADO.NET connection string.</summary>
    /// <param name="text">The text.</param>
    public static bool IsUrl(string? text)
        => text?.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var mark && !text.AsSpan(0, mark).ContainsAny('=', ';');

    /// <summary>Parses a URL.</summary>
    /// <param name="text">The URL.</param>
    /// <exception cref="ArgumentException">The text is not a valid URL. The message does not repeat it, because it may contain a password.</exception>
    public static DatabaseUrl Parse(string text)
        => TryParse(text.Trim())
            ?? throw new ArgumentException(
                "The database URL is not valid. Use scheme://user:password@host:port/database, "
                + "with %40 for @, %3A for :, %2F for /, %3F for ? and %23 for # in a user name or password.",
                nameof(text));

    /// <summary>The URL without user, password and parameters.</summary>
    public override string ToString() => $"{Scheme}://{string.Join(',', Hosts)}/{Database}";

    private static DatabaseUrl? TryParse(string text)
    {
        var mark = text.IndexOf(Mark, StringComparison.Ordinal);
        if (mark <= 0)
        {
            return null;
        }

        var rest = text[(mark + Mark.Length)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#') is >= 0 and var found ? found : rest.Length;
        var authority = rest[..end];
        var at = authority.LastIndexOf('@');

        // Where a /, ? or # of a password ended the host, what is left of the password would be taken for a database, and shown.
        if (rest.Contains('#', StringComparison.Ordinal) || (at < 0 && rest.AsSpan(end).Contains('@')) || (at >= 0 && at == rest.Length - 1))
        {
            return null;
        }

        var user = at < 0 ? [""] : authority[..at].Split(':', 2);
        var query = rest.IndexOf('?', end);
        var path = query < 0 ? rest[end..] : rest[end..query];
        return HostsIn(authority[(at + 1)..]) is not { } hosts
            ? null
            : new DatabaseUrl(text[..mark].ToLowerInvariant(), hosts)
            {
                Database = Uri.UnescapeDataString(path.TrimStart('/')),
                User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
                Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
                Parameters = query < 0 ? [] : ParametersIn(rest[(query + 1)..]),
            };
    }

    private static List<UrlHost>? HostsIn(string text)
    {
        var hosts = new List<UrlHost>();
        foreach (var part in text.Split(','))
        {
            if (HostIn(part) is not { } host)
            {
                return null;
            }

            hosts.Add(host);
        }

        return hosts.Count > 1 && hosts.Exists(static host => host.Name.Length == 0) ? null : hosts;
    }

    private static UrlHost? HostIn(string text)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = text.IndexOf(':', bracket + 1);
        var name = colon < 0 ? text : text[..colon];
        int? port = null;
        if (colon >= 0 && colon < text.Length - 1)
        {
            if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > ushort.MaxValue)
            {
                return null;
            }

            port = number;
        }

        if (bracket >= 0)
        {
            return bracket == name.Length - 1 && IsAddress(name[1..bracket]) ? new UrlHost(Uri.UnescapeDataString(name[1..bracket]), port) : null;
        }

        name = Uri.UnescapeDataString(name);
        return name.StartsWith('/') ? new UrlHost(name, port)
            : AsciiNameOf(name) is { } ascii ? new UrlHost(ascii, port)
            : null;
    }

    /// <summary>An address may have the name of a network card behind a percent sign.</summary>
    private static bool IsAddress(string text) => System.Net.IPAddress.TryParse(Uri.UnescapeDataString(text).Split('%')[0], out _);

    private static string? AsciiNameOf(string name)
    {
        try
        {
            return name.Any(static c => c <= ' ' || "/\\@[]<>\"'`{}|^;=:%".Contains(c, StringComparison.Ordinal)) ? null
                : name.All(char.IsAscii) ? name.ToLowerInvariant()
                : new IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static List<KeyValuePair<string, string>> ParametersIn(string query)
        => query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => KeyValuePair.Create(Unescape(pair[0]), pair.Length > 1 ? Unescape(pair[1]) : ""))
            .ToList();

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
