namespace DataAccess.Testing;

/// <summary>A migrated database of one test. Dispose it to have it dropped.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<string, ValueTask> _drop;
    private int _ended;

    internal TestDatabase(string name, string url, Database database, Func<string, ValueTask> drop)
    {
        Name = name;
        ConnectionString = url;
        Database = database;
        _drop = drop;
    }

    /// <summary>Its name on the server; on SQLite its file.</summary>
    public string Name { get; }

    /// <summary>Its URL or connection string, for a program that opens it itself. It contains the password.</summary>
    public string ConnectionString { get; }

    /// <summary>The open database.</summary>
    public Database Database { get; }

    /// <summary>Closes it; it is dropped in the background, at the latest when its <see cref="TestDatabases"/> is disposed. Connections of others to it are ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            await Database.DisposeAsync().ConfigureAwait(false);
            await _drop(Name).ConfigureAwait(false);
        }
    }
}
