using System.Data.Common;

namespace DataAccess.Migrations.Scratch;

/// <summary>An empty database that is dropped afterwards, also when the work on it was cancelled: another one on the server, or a file in the temporary folder.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private readonly Database _server;
    private readonly string? _name;
    private readonly DirectoryInfo? _folder;

    private ScratchDatabase(Database server, Database database, string? name, DirectoryInfo? folder)
    {
        _server = server;
        Database = database;
        _name = name;
        _folder = folder;
    }

    public Database Database { get; }

    /// <param name="server">The database that the command line names, which is left as it is.</param>
    /// <param name="url">Its URL or connection string.</param>
    /// <param name="purpose">A word of its name, which says who made it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<ScratchDatabase> CreateAsync(Database server, string url, string purpose, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (server.Provider.IsSynchronous)
        {
            var folder = Directory.CreateTempSubdirectory($"dataaccess-{purpose}-");
            return new ScratchDatabase(server, Database.Open("sqlite:" + Path.Combine(folder.FullName, "scratch.db")), name: null, folder);
        }

        var name = $"dataaccess_{purpose}_{Guid.NewGuid().ToString("N")[..12]}";
        var scratch = new ScratchDatabase(server, Database.Open(WithDatabase(url, name)), name, folder: null);
        try
        {
            await RunAsync(server, $"create database {SqlStatement.Identifier(name)}", cancellationToken).ConfigureAwait(false);
            return scratch;
        }
        catch
        {
            // A cancel may come when the database is made already; what the server answers to the drop says nothing of the failure.
            await scratch.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync().ConfigureAwait(false);
        if (_name is not null)
        {
            await RunAsync(_server, $"drop database if exists {SqlStatement.Identifier(_name)}", CancellationToken.None).ConfigureAwait(false);
        }

        _folder?.Delete(recursive: true);
    }

    private static async Task RunAsync(Database database, SqlStatement statement, CancellationToken cancellationToken)
    {
        var connection = await database.Connections.OpenDedicatedAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The URL or connection string of another database on the same server.</summary>
    internal static string WithDatabase(string url, string name)
    {
        if (url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
        {
            var query = url.IndexOf('?', scheme) is >= 0 and var at ? url[at..] : "";
            var server = url[..^query.Length];
            var path = server.IndexOf('/', scheme + "://".Length);
            return (path < 0 ? server : server[..path]) + "/" + name + query;
        }

        var builder = new DbConnectionStringBuilder { ConnectionString = url };
        foreach (var synonym in new[] { "DB", "Initial Catalog" })
        {
            builder.Remove(synonym);
        }

        builder["Database"] = name;
        return builder.ConnectionString;
    }
}
