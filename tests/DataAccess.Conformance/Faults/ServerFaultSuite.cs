using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A suite whose every test has a database of its own on a server, with a proxy before it.</summary>
public abstract class ServerFaultSuite(ServerEngine engine, ServerTarget target) : IAsyncLifetime
{
    /// <summary>Far more than anything here takes; a test that reaches it has failed.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string? _connectionString;
    private ServerRig? _rig;

    protected ServerEngine Engine { get; } = engine;

    protected ServerTarget Target { get; } = target;

    /// <summary>The test's database, where no fault reaches it.</summary>
    protected string ConnectionString => _connectionString ?? throw new InvalidOperationException("The suite is not initialised.");

    protected ServerRig Rig => _rig ?? throw new InvalidOperationException("The suite is not initialised.");

    /// <summary>The oracle: a connection that no fault reaches.</summary>
    protected Database Direct => Rig.Direct;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What follows the columns of the table in its definition.</summary>
    protected virtual string TableSuffix => "";

    /// <summary>Kills the server and has it started again, where it is the suite's own.</summary>
    protected virtual Func<ValueTask>? Crash => null;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await Engine.CreateDatabaseAsync();

        // One session, which does not count itself among the writer's.
        var direct = Engine.Open(_connectionString, new DatabaseOptions { Connections = new ConnectionOptions { MaxConnections = 1 } });
        _rig = new ServerRig(direct, Engine, Target, _connectionString) { Crash = Crash };
        await SetUpAsync();
        await FaultTable.CreateAsync(direct, TableSuffix, Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.Direct.DisposeAsync();
        }

        if (_connectionString is not null)
        {
            await Engine.DropDatabaseAsync(_connectionString);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What is to be done before the table is made.</summary>
    protected virtual ValueTask SetUpAsync() => default;

    /// <summary>Returns when a session waits for a lock, or something else is so.</summary>
    protected Task LockIsWaitedForAsync(DatabaseSession asking, Func<bool>? orElse = null) => Waiting.UntilAsync(
        "a session waits for a lock",
        async () => orElse?.Invoke() == true || await asking.QuerySingleAsync<long>(SqlStatement.Raw(Target.LockWaits), Token) > 0,
        Target.LockWaitsInterval);

    /// <summary>What is stored, when nothing can change that any more, as the driver alone reads it.</summary>
    protected async ValueTask<ILookup<long, StoredRow>> StoredAsync()
    {
        await Rig.QuietAsync(Token);
        await using var connection = Rig.Connect();
        await connection.OpenAsync(Token);
        return await FaultTable.StoredAsync(connection, Token);
    }

    /// <summary>How often each number is stored, when nothing can change that any more.</summary>
    protected async ValueTask<IReadOnlyDictionary<long, int>> CopiesAsync()
    {
        await Rig.QuietAsync(Token);
        return await FaultTable.CopiesAsync(Direct, Token);
    }
}
