using System.Text;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Npgsql;

namespace DataAccess.Conformance;

/// <summary>PgBouncer before a PostgreSQL server that runs in a container.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const ushort ListensOn = 5432;

    private readonly IContainer _container;

    private PgBouncer(IContainer container) => _container = container;

    /// <param name="settings">Lines of <c>pgbouncer.ini</c>, above all its <c>pool_mode</c>.</param>
    /// <param name="server">The server's container.</param>
    /// <param name="database">The connection string of a database on it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PgBouncer> StartAsync(string settings, IContainer server, string database, CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder(database);
        var ini = $"""
            [databases]
            * = host={server.IpAddress} port=5432 user={login.Username} password={login.Password}
            [pgbouncer]
            listen_addr = *
            listen_port = {ListensOn}
            auth_type = any
            ignore_startup_parameters = extra_float_digits,options
            {settings}

            """;
        var container = new ContainerBuilder("edoburu/pgbouncer:v1.25.1-p0")
            .WithEntrypoint("pgbouncer", "/etc/pgbouncer/pgbouncer.ini")
            .WithResourceMapping(Encoding.UTF8.GetBytes(ini), "/etc/pgbouncer/pgbouncer.ini")
            .WithPortBinding(ListensOn, assignRandomHostPort: true)
            .WithCreateParameterModifier(static p => p.HostConfig!.PortBindings!.Values.SelectMany(static b => b).ToList().ForEach(static b => b.HostIP = "127.0.0.1"))
            .Build();
        await container.StartAsync(cancellationToken);
        return new PgBouncer(container);
    }

    /// <summary>The connection string of the same database through the pooler.</summary>
    public string Through(string database)
        => new NpgsqlConnectionStringBuilder(database) { Host = _container.Hostname, Port = _container.GetMappedPublicPort(ListensOn), Pooling = false }.ConnectionString;

    /// <summary>Waits until it lets somebody through.</summary>
    public async Task WaitAsync(string database, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Through(database));
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
