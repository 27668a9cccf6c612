using Xunit;

namespace DataAccess.Conformance;

/// <summary>A suite whose every test has an empty database of its own.</summary>
public abstract class DatabaseSuite(TestEngine engine) : IAsyncLifetime
{
    private string? _connectionString;
    private Database? _database;

    protected TestEngine Engine { get; } = engine;

    /// <summary>The test's database, opened with the default options.</summary>
    protected Database Db => _database ?? throw new InvalidOperationException("The suite is not initialised.");

    protected string ConnectionString => _connectionString ?? throw new InvalidOperationException("The suite is not initialised.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await Engine.CreateDatabaseAsync();
        _database = Engine.Open(_connectionString);
        await SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_connectionString is not null)
        {
            await Engine.DropDatabaseAsync(_connectionString);
        }

        TearDown();
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes what the suite has made besides the database. xunit calls no <c>Dispose</c> beside <see cref="DisposeAsync"/>.</summary>
    protected virtual void TearDown()
    {
    }

    /// <summary>Makes the suite's tables.</summary>
    protected virtual ValueTask SetUpAsync() => default;

    /// <summary>Another pool on the same database, with options of its own; the test disposes it.</summary>
    protected Database Reopen(Action<DatabaseOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new DatabaseOptions();
        configure?.Invoke(options);
        return Engine.Open(ConnectionString, options, time);
    }

    /// <summary>The engine's column type for a CLR type.</summary>
    protected string TypeOf<T>() => Db.Dialect.ColumnTypeFor(typeof(T)) ?? throw new InvalidOperationException($"{Engine.Name} has no type for {typeof(T).Name}.");

    protected async ValueTask RunAsync(string sql) => await Db.ExecuteAsync(SqlStatement.Raw(sql), Token);
}
