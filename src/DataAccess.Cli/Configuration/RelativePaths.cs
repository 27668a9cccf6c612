using System.Data.Common;

namespace DataAccess.Cli.Configuration;

/// <summary>Takes the paths of a file as relative to its folder. In the working directory they stay as they are written.</summary>
internal sealed class RelativePaths(string file)
{
    private const string Scheme = "sqlite:";

    private const string UriScheme = "file:";

    private static readonly string[] FileKeywords = ["Data Source", "DataSource", "Filename"];

    private readonly string _folder = Path.GetDirectoryName(file) ?? "";

    public string Of(string path) => _folder.Length == 0 ? path : Path.Combine(_folder, path);

    /// <summary>A URL or connection string. Only SQLite's have a path.</summary>
    public string OfUrl(string url)
    {
        if (_folder.Length == 0)
        {
            return url;
        }

        if (url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var rest = url[Scheme.Length..];
            return Scheme + OfName(rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest);
        }

        return url.StartsWith(UriScheme, StringComparison.Ordinal) ? OfName(url) : OfConnectionString(url);
    }

    public static bool IsSqlite(string url)
        => url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || url.StartsWith(UriScheme, StringComparison.OrdinalIgnoreCase) || FileOf(url) is not null;

    private string OfName(string name)
        => name is "" || name.StartsWith(':') || name.StartsWith('|') ? name
            : name.StartsWith(UriScheme, StringComparison.Ordinal) ? OfUri(name[UriScheme.Length..])
            : FileOf(name) is not null ? OfConnectionString(name)
            : Of(name);

    /// <summary>A percent sign, a question mark and a hash have a meaning of their own in a URI.</summary>
    private string OfUri(string rest)
        => UriScheme + (rest.StartsWith('/') || rest.StartsWith(':') || rest.Contains("mode=memory", StringComparison.Ordinal)
            ? rest
            : _folder.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal) + "/" + rest);

    private string OfConnectionString(string text)
    {
        if (FileOf(text) is not { } keyword)
        {
            return text;
        }

        var builder = new DbConnectionStringBuilder { ConnectionString = text };
        builder[keyword] = OfName((string)builder[keyword]);
        return builder.ConnectionString;
    }

    /// <summary>The keyword by which a connection string names SQLite's file; null if the text is something else.</summary>
    private static string? FileOf(string text)
    {
        try
        {
            var builder = new DbConnectionStringBuilder { ConnectionString = text };
            return Array.Find(FileKeywords, builder.ContainsKey);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
