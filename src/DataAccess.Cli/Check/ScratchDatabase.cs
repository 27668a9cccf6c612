using System.Data.Common;
using DataAccess.Migrations;

namespace DataAccess.Cli.Check;

/// <summary>A database that migrations make for a check, and that is dropped afterwards: another one on the server, or a file in the temporary folder.</summary>
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
    /// <param name="migrations">Where the migrations are.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">The migrations are not valid, or one failed.</exception>
    public static async Task<ScratchDatabase> CreateAsync(Database server, string url, MigrationOptions migrations, CancellationToken cancellationToken)
    {
        var scratch = await CreateEmptyAsync(server, url, cancellationToken);
        try
        {
            // A new database may have what the server's template has, and the history of another one must not be written to.
            (migrations.AllowNonEmpty, migrations.HistorySchema) = (true, null);
            await new Migrator(scratch.Database, migrations).UpAsync(cancellationToken: cancellationToken);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_name is not null)
        {
            await RunAsync(_server, $"drop database {SqlStatement.Identifier(_name)}", CancellationToken.None);
        }

        _folder?.Delete(recursive: true);
    }

    private static async Task<ScratchDatabase> CreateEmptyAsync(Database server, string url, CancellationToken cancellationToken)
    {
        if (server.Provider.IsSynchronous)
        {
            var folder = Directory.CreateTempSubdirectory("dataaccess-check-");
            return new ScratchDatabase(server, Database.Open("sqlite:" + Path.Combine(folder.FullName, "scratch.db")), name: null, folder);
        }

        var name = "dataaccess_check_" + Guid.NewGuid().ToString("N")[..12];
        await RunAsync(server, $"create database {SqlStatement.Identifier(name)}", cancellationToken);
        return new ScratchDatabase(server, Database.Open(WithDatabase(url, name)), name, folder: null);
    }

    private static async Task RunAsync(Database database, SqlStatement statement, CancellationToken cancellationToken)
    {
        await using var connection = await database.Connections.OpenDedicatedAsync(cancellationToken);
        await connection.ExecuteAsync(statement, cancellationToken);
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
