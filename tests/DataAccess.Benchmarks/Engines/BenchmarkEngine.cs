using System.Data.Common;
using DataAccess.Conformance;

namespace DataAccess.Benchmarks;

/// <summary>One database with the two tables, and everybody who is measured on it.</summary>
internal abstract class BenchmarkEngine(string name, TestEngine host, string url) : IAsyncDisposable
{
    // One batch is enough to fill the table; it is never measured.
    private const int SeedRowsPerBatch = 500;

    public static string[] Names { get; } = ["postgresql", "mysql", "mariadb", "sqlite"];

    /// <summary>MariaDB has no targets of its own.</summary>
    public static string[] Default { get; } = ["postgresql", "mysql", "sqlite"];

    public string Name { get; } = name;

    public string Url => url;

    public IReadOnlyList<Contender> Contenders { get; private set; } = [];

    /// <summary>The database that is migrated.</summary>
    public MigrationTarget Migrations { get; } = new(host);

    /// <summary>How to create a table with a name in place of <c>{0}</c>.</summary>
    protected abstract string CreateTable { get; }

    /// <summary>A query for one text that says what is measured: version, and whether a commit is synced.</summary>
    protected abstract string Description { get; }

    public static async Task<BenchmarkEngine> OpenAsync(string name)
    {
        TestEngine host = name switch
        {
            "postgresql" => DurablePostgreSqlEngine.Shared,
            "mysql" => MySqlEngine.Shared,
            "mariadb" => MariaDbEngine.Shared,
            _ => new SqliteEngine(),
        };
        var url = await host.CreateDatabaseAsync();
        BenchmarkEngine engine = name switch
        {
            "postgresql" => new PostgreSqlBenchmark(name, host, url),
            "sqlite" => new SqliteBenchmark(name, host, url),
            _ => new MySqlBenchmark(name, host, url),
        };
        await engine.SetUpAsync();
        return engine;
    }

    public async Task<string> DescribeAsync()
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Description;
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Closes what an earlier work left in the drivers' pools. Npgsql hands idle connections out in turn, so that one caller
    /// after 256 would go round a hundred of them and find none of them warm.
    /// </summary>
    public void ForgetConnections()
    {
        ClearPools();
        foreach (var contender in Contenders)
        {
            contender.ClearPool();
        }
    }

    /// <summary>Empties the table that is written.</summary>
    public virtual Task EmptyAsync() => ExecuteAsync($"truncate table {Tables.Written}");

    public async ValueTask DisposeAsync()
    {
        foreach (var contender in Contenders)
        {
            await contender.DisposeAsync();
        }

        ClearPools();
        await Migrations.DisposeAsync();
        await host.DropDatabaseAsync(url);
    }

    protected abstract DbConnection CreateConnection();

    protected abstract Contender[] CreateContenders();

    protected abstract void ClearPools();

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<DbConnection> ConnectAsync()
    {
        var connection = CreateConnection();
        await connection.OpenAsync();
        return connection;
    }

    private async Task SetUpAsync()
    {
        foreach (var table in new[] { Tables.Read, Tables.Written })
        {
            await ExecuteAsync(string.Format(CreateTable, table));
        }

        await using var database = host.Open(url);
        await using (var writer = database.CreateWriter<Item>(new() { MaxBatchRows = SeedRowsPerBatch }))
        {
            for (var id = 1; id <= Tables.Rows; id++)
            {
                await writer.EnqueueAsync(Item.Of(id));
            }
        }

        Contenders = CreateContenders();
    }
}
