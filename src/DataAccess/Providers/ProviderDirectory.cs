using System.Collections.Concurrent;
using System.Data.Common;

namespace DataAccess.Providers;

/// <summary>Finds the provider of a URL or connection string. The packages are known by name only, and loaded on demand.</summary>
internal static class ProviderDirectory
{
    private static readonly ConcurrentDictionary<string, Func<string, DatabaseProvider>> Registered =
        new(StringComparer.OrdinalIgnoreCase);

    // One line a package. Its entry is named in a literal, so that trimming keeps it.
    private static readonly (string Package, string[] Schemes, string[] Keywords, Func<Type?> Entry)[] Known =
    [
        ("DataAccess.PostgreSql", ["postgres", "postgresql"], ["Host"], static () => Type.GetType("DataAccess.PostgreSql.PostgreSqlDatabase, DataAccess.PostgreSql")),
        ("DataAccess.MySql", ["mysql", "mariadb"], ["Server"], static () => Type.GetType("DataAccess.MySql.MySqlDatabase, DataAccess.MySql")),
        ("DataAccess.Sqlite", ["sqlite", "file"], ["Data Source", "DataSource", "Filename"], static () => Type.GetType("DataAccess.Sqlite.SqliteDatabase, DataAccess.Sqlite")),
    ];

    public static void Register(string scheme, Func<string, DatabaseProvider> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(create);
        Registered[scheme] = create;
    }

    /// <exception cref="ArgumentException">The format of the text is unknown, or its package is not referenced.</exception>
    public static DatabaseProvider Create(string urlOrConnectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(urlOrConnectionString);
        var scheme = SchemeOf(urlOrConnectionString);
        if (!Registered.TryGetValue(scheme, out var create))
        {
            LoadPackage(scheme);
            create = Registered.GetValueOrDefault(scheme)
                ?? throw new ArgumentException(
                    $"The URL scheme '{scheme}' is unknown. Known schemes: {string.Join(", ", Schemes())}.", nameof(urlOrConnectionString));
        }

        return create(urlOrConnectionString);
    }

    private static IEnumerable<string> Schemes()
        => Known.SelectMany(static k => k.Schemes).Union(Registered.Keys, StringComparer.OrdinalIgnoreCase);

    private static string SchemeOf(string text)
    {
        if (text == ":memory:")
        {
            return "sqlite";
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (colon > 0 && (equals < 0 || colon < equals))
        {
            return text[..colon].Trim();
        }

        return equals > 0
            ? SchemeOfConnectionString(text)
            : throw new ArgumentException(
                "This is neither a URL nor an ADO.NET connection string. Use postgres://user@host/database, "
                + "mysql://user@host/database, sqlite:file.db, or Host=…;Database=….",
                nameof(text));
    }

    private static string SchemeOfConnectionString(string text)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = text };
        foreach (var (_, schemes, keywords, _) in Known)
        {
            if (Array.Exists(keywords, builder.ContainsKey))
            {
                return schemes[0];
            }
        }

        throw new ArgumentException(
            "The connection string has none of Host (PostgreSQL), Server (MySQL) and Data Source (SQLite), "
            + "so the kind of database cannot be determined. Use the Open method of the database's package.",
            nameof(text));
    }

    private static void LoadPackage(string scheme)
    {
        var known = Array.Find(Known, k => k.Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase));
        if (known.Package is null)
        {
            return;
        }

        // Each package registers itself in a module initializer, so it is enough to run that.
        var entry = known.Entry();
        if (entry is null)
        {
            throw new ArgumentException(
                $"The scheme '{scheme}' requires the package {known.Package}, which this program does not reference. "
                + $"Add it: dotnet add package {known.Package}.",
                nameof(scheme));
        }

        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(entry.Module.ModuleHandle);
    }
}
