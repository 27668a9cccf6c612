using System.Text;
using DataAccess.Migrations.Tests.Crash;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Npgsql;

namespace DataAccess.Migrations.Tests.Pooler;

/// <summary>PgBouncer before a PostgreSQL server that runs in a container.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const ushort ListensOn = 5432;

    private readonly IContainer _container;

    private PgBouncer(IContainer container) => _container = container;

    /// <param name="settings">Lines of <c>pgbouncer.ini</c>, above all its <c>pool_mode</c>.</param>
    /// <param name="database">The connection string of a database on <see cref="MortalEngine.PostgreSql"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PgBouncer> StartAsync(string settings, string database, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        var ini = $"""
            [databases]
            * = host={MortalEngine.PostgreSql.Container!.IpAddress} port=5432 user={server.Username} password={server.Password}
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

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
