namespace DataAccess.Shared;

/// <summary>
/// A parsed database URL: <c>scheme://user:password@host:port/database?key=value</c>. Percent escapes are decoded.
/// </summary>
internal sealed class DatabaseUrl
{
    private DatabaseUrl(Uri uri)
    {
        Scheme = uri.Scheme;
        Host = uri.IdnHost.Trim('[', ']');
        Port = uri.Port > 0 ? uri.Port : null;
        Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var user = uri.UserInfo.Split(':', 2);
        User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        Parameters = uri.Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => KeyValuePair.Create(Unescape(pair[0]), pair.Length > 1 ? Unescape(pair[1]) : ""))
            .ToList();
    }

    /// <summary>The scheme in lower case.</summary>
    public string Scheme { get; }

    /// <summary>The host; empty if the URL has none.</summary>
    public string Host { get; }

    /// <summary>The port, or null for the database's default.</summary>
    public int? Port { get; }

    /// <summary>The database; empty if the URL has none.</summary>
    public string Database { get; }

    /// <summary>The user, or null.</summary>
    public string? User { get; }

    /// <summary>The password, or null. Never part of <see cref="ToString"/>.</summary>
    public string? Password { get; }

    /// <summary>The driver settings after the question mark, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Whether a text has the format of a URL, and is not an ADO.NET connection string.</summary>
    /// <param name="text">The text.</param>
    public static bool IsUrl(string? text) => text?.Contains("://", StringComparison.Ordinal) == true;

    /// <summary>Parses a URL.</summary>
    /// <param name="text">The URL.</param>
    /// <exception cref="ArgumentException">The text is not a valid URL. The message does not repeat it, because it may contain a password.</exception>
    public static DatabaseUrl Parse(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && !IsCutShort(uri)
            ? new DatabaseUrl(uri)
            : throw new ArgumentException(
                "The database URL is not valid. Use scheme://user:password@host:port/database, "
                + "with %40 for @, %3A for :, %2F for /, %3F for ? and %23 for # in a user name or password.",
                nameof(text));

    /// <summary>The URL without user, password and parameters.</summary>
    public override string ToString() => $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}{(Port is { } port ? $":{port}" : "")}/{Database}";

    /// <summary>
    /// Whether a /, ? or # of a password ended the host: what is left of the password would be taken for a database, and shown.
    /// </summary>
    private static bool IsCutShort(Uri uri)
        => uri.Fragment.Length > 0 || (uri.UserInfo.Length == 0 && uri.PathAndQuery.Contains('@', StringComparison.Ordinal));

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
