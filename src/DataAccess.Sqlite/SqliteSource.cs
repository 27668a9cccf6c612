using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite;

/// <summary>What a user wrote to name a database: a URL, a file name, SQLite's own URI, or a connection string; and where its data are.</summary>
internal static class SqliteSource
{
    private const string Scheme = "sqlite:";

    // SQLite reads a name that begins so, in lower case, as a URI: https://www.sqlite.org/uri.html
    private const string UriScheme = "file:";

    private const string DataDirectory = "|DataDirectory|";

    private static readonly string[] UriParameters = ["mode", "cache", "vfs", "immutable", "psow", "nolock", "modeof"];

    /// <summary>Parses <c>sqlite:file</c>, <c>sqlite://file</c>, <c>sqlite::memory:</c>, <c>file:name?mode=memory&amp;cache=shared</c>, a plain file name, or an ADO.NET connection string.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static SqliteConnectionStringBuilder Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var isUrl = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        var file = isUrl ? text[Scheme.Length..] : text;
        if (isUrl && file.StartsWith("//", StringComparison.Ordinal))
        {
            file = file[2..];
        }

        if (file.Length == 0)
        {
            throw new ArgumentException("The SQLite URL does not name a file. Use sqlite:file.db, or sqlite::memory: for an in-memory database.", nameof(text));
        }

        if (file.StartsWith(UriScheme, StringComparison.Ordinal))
        {
            return new SqliteConnectionStringBuilder { DataSource = file };
        }

        return IsConnectionString(file, isUrl) ? new SqliteConnectionStringBuilder(file) : new SqliteConnectionStringBuilder { DataSource = Checked(file) };
    }

    /// <summary>Where the data are.</summary>
    public static SqliteStorage StorageOf(SqliteConnectionStringBuilder builder)
    {
        var source = builder.DataSource;
        if (source is ":memory:" or "" || builder.Mode == SqliteOpenMode.Memory)
        {
            return SqliteStorage.PrivateMemory;
        }

        var query = source.StartsWith(UriScheme, StringComparison.Ordinal) ? source.IndexOf('?', StringComparison.Ordinal) : -1;
        var name = source.StartsWith(UriScheme, StringComparison.Ordinal) ? Uri.UnescapeDataString(source[UriScheme.Length..(query < 0 ? source.Length : query)].Split('#')[0]) : source;
        var parameters = query < 0 ? [] : source[(query + 1)..].Split('#')[0].Split('&').Select(Uri.UnescapeDataString).ToList();
        if (builder.Vfs == "memdb" || parameters.Contains("vfs=memdb", StringComparer.Ordinal))
        {
            // https://www.sqlite.org/src/file/src/memdb.c: names that begin with a slash are shared in the process.
            return name.StartsWith('/') ? SqliteStorage.SharedMemory : SqliteStorage.PrivateMemory;
        }

        return !(name is ":memory:" or "" || parameters.Contains("mode=memory", StringComparer.Ordinal)) ? SqliteStorage.File
            : name.Length > 0 && (builder.Cache == SqliteCacheMode.Shared || parameters.Contains("cache=shared", StringComparer.Ordinal)) ? SqliteStorage.SharedMemory
            : SqliteStorage.PrivateMemory;
    }

    /// <summary>The full path of a database's file, behind symbolic links, so that all names of a file give the same.</summary>
    public static string FileOf(SqliteConnectionStringBuilder builder)
    {
        var source = builder.DataSource;
        if (source.StartsWith(UriScheme, StringComparison.Ordinal))
        {
            source = Uri.UnescapeDataString(source[UriScheme.Length..].Split('?')[0].Split('#')[0]);
            var host = source.StartsWith("//", StringComparison.Ordinal) ? source.IndexOf('/', 2) : 0;
            source = source[Math.Max(host, 0)..];
        }
        else if (source.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase))
        {
            source = Path.Combine(AppDomain.CurrentDomain.GetData("DataDirectory") as string ?? "", source[DataDirectory.Length..].TrimStart('/', '\\'));
        }

        var file = new FileInfo(Path.GetFullPath(source));
        return file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName : file.FullName;
    }

    /// <summary>Whether a text with an equals sign is a connection string. In a URL it is one only if it begins with a keyword of one.</summary>
    /// <exception cref="ArgumentException">It may be a connection string with a keyword that does not exist, or a file name.</exception>
    private static bool IsConnectionString(string text, bool isUrl)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || text.AsSpan(0, equals).IndexOfAny('/', '\\', '?') >= 0)
        {
            return false;
        }

        if (text.Split(';').Any(static part => part.Split('=', 2) is [var key, _] && IsKeyword(key.Trim())))
        {
            return true;
        }

        return isUrl ? false : throw new ArgumentException(
            "The text is neither a file name nor a connection string for SQLite: it has an equals sign and none of the keywords, such as Data Source. "
            + "For a file of that name write sqlite: before it.",
            nameof(text));
    }

    private static bool IsKeyword(string key) => new SqliteConnectionStringBuilder().Keys.Cast<string>().Concat(["DataSource", "Filename", "Command Timeout"]).Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>A file name. What SQLite would understand in a URI, and would make part of a file's name here, is not one.</summary>
    private static string Checked(string file)
    {
        var query = file.IndexOf('?', StringComparison.Ordinal);
        return query >= 0 && file[(query + 1)..].Split('&').All(static part => part.Split('=', 2) is [var key, _] && UriParameters.Contains(key, StringComparer.Ordinal))
            ? throw new ArgumentException("SQLite reads parameters only from a URI, as in sqlite:file:app.db?mode=ro. In a URI write %3f for a question mark of the file's name.", nameof(file))
            : file;
    }
}
