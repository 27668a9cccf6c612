using System.Data.Common;
using DataAccess.Conformance;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Npgsql;
using Testcontainers.PostgreSql;

namespace DataAccess.Benchmarks;

/// <summary>
/// PostgreSQL as it runs in production. The tests' server has fsync off, as Testcontainers sets it, which would make a commit
/// cheaper than it is; and the drivers' pools of all contenders together need more connections.
/// </summary>
internal sealed class DurablePostgreSqlEngine : ServerEngine
{
    public static DurablePostgreSqlEngine Shared { get; } = new();

    public override string Name => "PostgreSQL";

    public override string EnvironmentVariable => "DATAACCESS_TEST_POSTGRESQL";

    public override DbConnection Connect(string connectionString)
        => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    protected override IContainer BuildContainer() => new PostgreSqlBuilder("postgres:18")
        .WithDatabase("app").WithUsername("app").WithPassword("secret")
        .WithCommand("-c", "max_connections=600", "-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on", "-c", "max_wal_size=4GB")
        .WithCreateParameterModifier(BindToLoopback)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(
            ["pg_isready", "--host", "localhost", "--dbname", "app", "--username", "app"],
            static wait => wait.WithInterval(TimeSpan.FromMilliseconds(100)).WithTimeout(TimeSpan.FromMinutes(2))))
        .Build();

    protected override string ConnectionStringOf(IContainer container) => ((PostgreSqlContainer)container).GetConnectionString();

    protected override string DropStatement(string name) => $"drop database {name} with (force)";
}
