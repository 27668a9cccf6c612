using System.Data.Common;
using DataAccess.Conformance.Faults;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace DataAccess.Conformance;

/// <summary>
/// A database server: the one named by an environment variable, or a container that is started once for the test program.
/// </summary>
public abstract class ServerEngine : TestEngine
{
    private static readonly List<IAsyncDisposable> Started = [];
    private readonly Lazy<Task<string>> _adminConnectionString;
    private IContainer? _container;

    protected ServerEngine() => _adminConnectionString = new Lazy<Task<string>>(StartAsync);

    /// <summary>The environment variable with a connection string of a server to use; its user must be allowed to create databases.</summary>
    public abstract string EnvironmentVariable { get; }

    /// <summary>Whether the tests kill the server and fill its disk, so that it must be in a container of its own.</summary>
    public bool IsToCrash { get; init; }

    /// <summary>Arguments of the server program that no other test should meet, so that it must be in a container of its own.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The container that holds the server, for tests that kill it; null where the server was given.</summary>
    public IContainer? Container => _container;

    /// <summary>The server's connection string, with the right to create databases.</summary>
    public Task<string> AdminConnectionString => _adminConnectionString.Value;

    public override async ValueTask<string> CreateDatabaseAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        var admin = await AdminConnectionString;
        await ExecuteAsync(admin, $"create database {name}");
        return new DbConnectionStringBuilder { ConnectionString = admin, ["Database"] = name }.ConnectionString;
    }

    public override async ValueTask DropDatabaseAsync(string connectionString)
    {
        var name = new DbConnectionStringBuilder { ConnectionString = connectionString }["Database"];
        await ExecuteAsync(await AdminConnectionString, DropStatement($"{name}"));
    }

    /// <summary>Removes the containers that were started; called when the test program ends.</summary>
    public static async ValueTask StopAllAsync()
    {
        foreach (var container in Started)
        {
            await container.DisposeAsync();
        }
    }

    /// <summary>A connection of the driver's own, which no pool keeps.</summary>
    public abstract DbConnection Connect(string connectionString);

    protected abstract IContainer BuildContainer();

    protected abstract string ConnectionStringOf(IContainer container);

    protected virtual string DropStatement(string name) => $"drop database {name}";

    /// <summary>A test server listens on the loopback interface only.</summary>
    protected static void BindToLoopback(CreateContainerParameters parameters)
    {
        foreach (var binding in parameters.HostConfig!.PortBindings!.Values.SelectMany(static bindings => bindings))
        {
            binding.HostIP = "127.0.0.1";
        }
    }

    /// <summary>Where the server is to crash, it runs below a shell that starts it again, beside a small disk.</summary>
    protected void PrepareToCrash(CreateContainerParameters parameters, string server)
    {
        if (IsToCrash)
        {
            CrashContainer.Prepare(parameters, server);
        }
    }

    private async Task<string> StartAsync()
    {
        if (!IsToCrash && Arguments.Length == 0 && Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } given)
        {
            return given;
        }

        // scripts/test says so when it found neither a server nor a container engine.
        if (Environment.GetEnvironmentVariable("DATAACCESS_TEST_NO_ENGINE") is { Length: > 0 } reason)
        {
            SkipOrFail(reason);
        }

        try
        {
            _container = BuildContainer();
            await _container.StartAsync();
        }
        catch (Exception exception) when (exception is DockerUnavailableException or DockerApiException or ArgumentException)
        {
            SkipOrFail($"no container could be started for {Name}: {exception.Message}");
        }

        lock (Started)
        {
            Started.Add(_container!);
        }

        return ConnectionStringOf(_container!);
    }

    /// <summary>Where it is promised that every engine is there, a missing one is a failure; elsewhere a reason to skip.</summary>
    private static void SkipOrFail(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Xunit.Assert.Fail($"CI=true and {reason}");
        }

        Xunit.Assert.Skip(reason);
    }

    private async ValueTask ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = Connect(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
