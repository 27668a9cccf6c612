using System.Data.Common;
using DataAccess.Conformance;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using MySqlConnector;
using Npgsql;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>A server of its own that may be killed: its container starts it again, on the same data and the same port.</summary>
public sealed class MortalEngine : ServerEngine
{
    private const string Password = "secret";

    private readonly string _image;
    private readonly string _program;
    private readonly string _passwordVariable;
    private readonly ushort _port;
    private readonly string[] _ping;

    private MortalEngine(string name, string image, string program, string passwordVariable, ushort port, params string[] ping)
    {
        Name = name;
        (_image, _program, _passwordVariable, _port, _ping) = (image, program, passwordVariable, port, ping);
    }

    public static MortalEngine PostgreSql { get; }
        = new("PostgreSQL", "postgres:18", "postgres", "POSTGRES_PASSWORD", 5432, "pg_isready", "--host", "localhost", "--username", "postgres");

    public static MortalEngine MySql { get; }
        = new("MySQL", "mysql:9.7", "mysqld", "MYSQL_ROOT_PASSWORD", 3306, "mysql", "--protocol=TCP", "--host=127.0.0.1", "--user=root", $"--password={Password}", "--execute=SELECT 1");

    public static MortalEngine MariaDb { get; }
        = new("MariaDB", "mariadb:11.8", "mariadbd", "MARIADB_ROOT_PASSWORD", 3306, "mariadb", "--protocol=TCP", "--host=127.0.0.1", "--user=root", $"--password={Password}", "--execute=SELECT 1");

    public override string Name { get; }

    /// <summary>A server that was given is never killed, so there is always a container.</summary>
    public override string EnvironmentVariable => "";

    private bool IsPostgreSql => _port == 5432;

    /// <summary>Ends every process of the server with SIGKILL; the container begins it anew.</summary>
    public async Task KillServerAsync(CancellationToken cancellationToken)
    {
        var killed = await Container!.ExecAsync(
            ["bash", "-c", $"for p in /proc/[0-9]*; do read -r name <$p/comm; [ \"$name\" != {_program} ] || kill -9 ${{p#/proc/}} && echo $p; done"], cancellationToken);
        Assert.Contains("/proc/", killed.Stdout, StringComparison.Ordinal);
    }

    /// <summary>Runs a line of a shell in the container.</summary>
    public async Task RunAsync(string script, CancellationToken cancellationToken)
    {
        var done = await Container!.ExecAsync(["bash", "-c", script], cancellationToken);
        Assert.True(done.ExitCode == 0, $"'{script}' ended with {done.ExitCode}: {done.Stdout}{done.Stderr}");
    }

    public Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken) => Container!.CopyAsync(content, path, ct: cancellationToken);

    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken) => Container!.ReadFileAsync(path, cancellationToken);

    public override DbConnection Connect(string connectionString)
        => IsPostgreSql ? new NpgsqlConnection(connectionString) : new MySqlConnection(connectionString);

    protected override IContainer BuildContainer() => new ContainerBuilder(_image)
        .WithEnvironment(_passwordVariable, Password)
        .WithPortBinding(_port, assignRandomHostPort: true)
        .WithEntrypoint("bash", "-c", $"until false; do docker-entrypoint.sh {_program}; done")
        .WithCreateParameterModifier(BindToLoopback)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(
            _ping, static wait => wait.WithInterval(TimeSpan.FromMilliseconds(100)).WithTimeout(TimeSpan.FromMinutes(2))))
        .Build();

    protected override string ConnectionStringOf(IContainer container)
    {
        var port = container.GetMappedPublicPort(_port);
        return IsPostgreSql
            ? new NpgsqlConnectionStringBuilder { Host = container.Hostname, Port = port, Username = "postgres", Password = Password, Database = "postgres", Pooling = false }.ConnectionString
            : new MySqlConnectionStringBuilder { Server = container.Hostname, Port = port, UserID = "root", Password = Password, Pooling = false }.ConnectionString;
    }
}
