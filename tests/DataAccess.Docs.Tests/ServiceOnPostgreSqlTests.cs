using DataAccess.Conformance;
using Npgsql;

namespace DataAccess.Docs.Tests;

/// <summary>What the service of samples/Service does with a server and with more than a little data.</summary>
public sealed class ServiceOnPostgreSqlTests(PostgreSqlEngine engine) : IClassFixture<PostgreSqlEngine>, IAsyncLifetime
{
    private const int Rows = 1_000_000;
    private string _url = "";

    public async ValueTask InitializeAsync() => _url = await engine.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await engine.DropDatabaseAsync(_url);

    [Fact(Timeout = 120_000)]
    public async Task Of_three_instances_that_start_together_one_applies_the_migrations()
    {
        var token = TestContext.Current.CancellationToken;
        var services = Enumerable.Range(0, 3).Select(_ => Start()).ToList();
        try
        {
            var answers = await Task.WhenAll(services.Select(async service =>
            {
                using var client = await service.ListenAsync(token);
                return await client.GetStringAsync("/devices/n-1", token);
            }));

            await using var db = NpgsqlDataSource.Create(_url);
            Assert.All(answers, static answer => Assert.Contains("roof", answer, StringComparison.Ordinal));
            Assert.Equal("2 sites, migrations 1,2", await ScalarAsync(
                db, "select (select count(*) from site) || ' sites, migrations ' || (select string_agg(version::text, ',' order by version) from dataaccess_migrations)", token));
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task A_million_rows_are_exported_with_flat_memory()
    {
        var token = TestContext.Current.CancellationToken;
        await using var service = Start();
        using var client = await service.ListenAsync(token);
        await using var db = NpgsqlDataSource.Create(_url);
        await FillAsync(db, 1, Rows / 100, token);
        await ExportAsync(client, token);
        var before = service.PeakMemory;

        await FillAsync(db, (Rows / 100) + 1, Rows, token);
        var (rows, length) = await ExportAsync(client, token);

        var grown = service.PeakMemory - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{length >> 20} MiB exported, the peak of the memory {before >> 20} MiB before and {grown >> 20} MiB more after.");
        Assert.Equal(Rows, rows);
        Assert.InRange(grown, 0, length / 2);
    }

    private SampleProgram Start() => new("Service", new Dictionary<string, string>(StringComparer.Ordinal) { ["DataAccess__Url"] = _url }, "--urls", "http://127.0.0.1:0");

    // Not by the library, whose metrics in this process are those of another test.
    private static async Task FillAsync(NpgsqlDataSource db, int from, int to, CancellationToken token)
    {
        await using var command = db.CreateCommand(
            FormattableString.Invariant($"insert into reading (id, device, level, taken_at) select lpad(i::text, 36, '0'), 'n-1', i, now() from generate_series({from}, {to}) i"));
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource db, string sql, CancellationToken token)
    {
        await using var command = db.CreateCommand(sql);
        return await command.ExecuteScalarAsync(token);
    }

    /// <summary>Counts the rows, which all have one id and no other brace.</summary>
    private static async Task<(int Rows, long Length)> ExportAsync(HttpClient client, CancellationToken token)
    {
        await using var stream = await client.GetStreamAsync("/readings/export", token);
        var buffer = new byte[1 << 16];
        var (rows, length) = (0, 0L);
        while (await stream.ReadAsync(buffer, token) is > 0 and var read)
        {
            rows += buffer.AsSpan(0, read).Count((byte)'{');
            length += read;
        }

        return (rows, length);
    }
}
