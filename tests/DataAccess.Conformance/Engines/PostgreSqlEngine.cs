using System.Data.Common;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Npgsql;
using Testcontainers.PostgreSql;

namespace DataAccess.Conformance;

/// <summary>PostgreSQL.</summary>
public sealed class PostgreSqlEngine : ServerEngine
{
    public static PostgreSqlEngine Shared { get; } = new();

    /// <summary>A server of its own for tests that kill it and fill its disk.</summary>
    public static PostgreSqlEngine ToCrash { get; } = new() { IsToCrash = true };

    public override string Name => "PostgreSQL";

    public override string EndlessQuery => "select count(*) from generate_series(1, 10000000000)";

    public override string EnvironmentVariable => "DATAACCESS_TEST_POSTGRESQL";

    /// <summary>Opens a database whose sessions have another role.</summary>
    public Database OpenAs(string role, string connectionString)
        => Open(new NpgsqlConnectionStringBuilder(connectionString) { Options = $"-c role={role}" }.ConnectionString);

    public override DbConnection Connect(string connectionString)
        => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    // The module switches synchronous_commit off; a test that kills the server needs what production has.
    protected override IContainer BuildContainer() => new PostgreSqlBuilder("postgres:18")
        .WithDatabase("app").WithUsername("app").WithPassword("secret")
        .WithCommand("-c", "max_connections=300", "-c", "synchronous_commit=on")
        .WithCreateParameterModifier(BindToLoopback)
        .WithCreateParameterModifier(parameters => PrepareToCrash(parameters, "postgres"))
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(
            ["pg_isready", "--host", "localhost", "--dbname", "app", "--username", "app"],
            static wait => wait.WithInterval(TimeSpan.FromMilliseconds(100)).WithTimeout(TimeSpan.FromMinutes(2))))
        .Build();

    protected override string ConnectionStringOf(IContainer container) => ((PostgreSqlContainer)container).GetConnectionString();

    protected override string DropStatement(string name) => $"drop database {name} with (force)";
}
