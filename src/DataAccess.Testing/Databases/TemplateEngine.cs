namespace DataAccess.Testing.Databases;

/// <summary>How one engine makes and copies databases.</summary>
internal abstract class TemplateEngine : IAsyncDisposable
{
    /// <summary>The engine of a server.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static TemplateEngine Of(Database server, string url) => server.Provider.SystemName switch
    {
        "postgresql" => new PostgreSqlTemplates(server, url),
        "mysql" or "mariadb" => new MySqlTemplates(server, url),
        "sqlite" => new SqliteTemplates(),
        var other => throw new NotSupportedException($"No copies of databases can be made on {other}. TestDatabases works on PostgreSQL, MySQL, MariaDB and SQLite."),
    };

    /// <summary>The URL or connection string of one of the databases.</summary>
    public abstract string UrlOf(string name);

    /// <summary>The databases on the server whose names begin as those of templates and copies do.</summary>
    public abstract ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those among them that are complete, as far as they are templates.</summary>
    public virtual ValueTask<IReadOnlyList<string>> ListCompleteAsync(CancellationToken cancellationToken) => ListAsync(cancellationToken);

    /// <summary>Waits for a lock that all test processes on the server share.</summary>
    public abstract ValueTask<IAsyncDisposable> LockAsync(string name, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Creates an empty database.</summary>
    public abstract ValueTask CreateAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a built database a template, in one step: a run that is killed before leaves none.</summary>
    public abstract ValueTask CompleteAsync(string build, string template, CancellationToken cancellationToken);

    /// <summary>Copies a template.</summary>
    public abstract ValueTask CopyAsync(string template, string name, CancellationToken cancellationToken);

    /// <summary>Drops a database, if it exists.</summary>
    public abstract ValueTask DropAsync(string name, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
