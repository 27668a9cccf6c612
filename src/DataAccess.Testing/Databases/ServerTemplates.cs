using DataAccess.Connections;
using DataAccess.Migrations.Scratch;

namespace DataAccess.Testing.Databases;

/// <summary>What the engines with a server share: each statement runs on a connection outside the pool.</summary>
internal abstract class ServerTemplates(Database server, string url) : TemplateEngine
{
    public override string UrlOf(string name) => ScratchDatabase.WithDatabase(url, name);

    public override async ValueTask<IAsyncDisposable> LockAsync(string name, TimeSpan wait, CancellationToken cancellationToken)
        => await server.LockAsync(name, wait, cancellationToken).ConfigureAwait(false);

    public override async ValueTask CreateAsync(string name, CancellationToken cancellationToken)
        => await RunAsync(connection => connection.ExecuteAsync($"create database {SqlStatement.Identifier(name)}", cancellationToken), cancellationToken).ConfigureAwait(false);

    protected async ValueTask<T> RunAsync<T>(Func<DedicatedConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var connection = await server.Connections.OpenDedicatedAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            connection.CommandTimeout = TimeSpan.FromMinutes(2);
            return await work(connection).ConfigureAwait(false);
        }
    }
}
