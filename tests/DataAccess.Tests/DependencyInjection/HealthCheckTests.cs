using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Health checks of the databases of the services.</summary>
public sealed class HealthCheckTests
{
    private readonly IServiceCollection _services = new ServiceCollection().AddLogging();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_database_is_checked_whatever_the_order_of_the_registrations()
    {
        _services.AddHealthChecks().AddDataAccess(tags: ["ready"], timeout: TimeSpan.FromSeconds(3));
        _services.AddSqliteDataAccess("orders", ":memory:");
        _services.AddSqliteDataAccess(":memory:");
        await using var services = _services.BuildServiceProvider();

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(static r => r.Tags.Contains("ready") && r.Timeout == TimeSpan.FromSeconds(3), Token);

        Assert.Equal(["database", "database_orders"], report.Entries.Select(static e => e.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_has_the_status_that_was_asked_for()
    {
        _services.AddDataAccess("orders", new FakeProvider { OnOpen = static (_, _) => throw new FakeException(FailureKind.ConnectionLost) }, new DatabaseOptions());
        _services.AddHealthChecks().AddDataAccess("orders", name: "db", failureStatus: HealthStatus.Degraded);
        await using var services = _services.BuildServiceProvider();

        var entry = (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries["db"];

        Assert.Equal((HealthStatus.Degraded, "fake:1/db did not answer."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_busy_pool_is_degraded_while_it_is_busy_and_the_checks_own_time_out_is_no_callers()
    {
        // A private database has one connection.
        _services.AddSingleton<TimeProvider>(_time).AddSqliteDataAccess(":memory:");
        await using var services = _services.BuildServiceProvider();
        var db = services.GetRequiredService<Database>();
        var check = new DatabaseHealthCheck(db);
        HealthCheckResult busy;
        await using (await db.Connections.AcquireAsync(cancellationToken: Token))
        {
            var checking = check.CheckHealthAsync(new HealthCheckContext(), Token);
            while (!checking.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            busy = await checking;
        }

        var after = await check.CheckHealthAsync(new HealthCheckContext(), Token);

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Healthy), (busy.Status, after.Status));
    }

    [Fact]
    public async Task Databases_that_are_missing_are_told()
    {
        _services.AddHealthChecks().AddDataAccess();
        await using var services = _services.BuildServiceProvider();

        Assert.Contains("found no database", Assert.Throws<InvalidOperationException>(services.GetRequiredService<HealthCheckService>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_the_program_registered_itself_is_checked()
    {
        _services.AddSingleton(static _ => DataAccess.Sqlite.SqliteDatabase.Open(":memory:"));
        _services.AddHealthChecks().AddDataAccess();
        await using var services = _services.BuildServiceProvider();

        Assert.Equal(["database"], (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries.Select(static e => e.Key), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_busy_program_is_degraded_and_not_unhealthy()
    {
        await using var database = Open();
        var check = new DatabaseHealthCheck(database);
        await using var held = await database.Connections.AcquireAsync(cancellationToken: Token);

        var checking = check.CheckHealthAsync(new HealthCheckContext(), Token);
        await Eventually.TrueAsync(() => checking.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(1)));
        var result = await checking;

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Contains("was not asked", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_accepts_connections_and_never_answers_is_unhealthy()
    {
        await using var database = Open(new FakeProvider { OnOpen = static async (_, ct) => await Task.Delay(Timeout.Infinite, ct) });

        var checking = new DatabaseHealthCheck(database).CheckHealthAsync(new HealthCheckContext(), Token);
        await Eventually.TrueAsync(() => checking.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(1)));

        Assert.Equal(HealthStatus.Unhealthy, (await checking).Status);
    }

    [Fact]
    public async Task Callers_that_timed_out_degrade_every_probe_for_a_minute()
    {
        await using var database = new Database(Sqlite(), new DatabaseOptions { Connections = { MaxConnections = 1 } }, time: _time);
        var check = new DatabaseHealthCheck(database);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        await using (await database.Connections.AcquireAsync(ConnectionRole.Writer, Token))
        {
            var waiting = database.Connections.AcquireAsync(ConnectionRole.Writer, Token).AsTask();
            await Eventually.TrueAsync(() => waiting.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(1)));
            await Assert.ThrowsAsync<PoolTimeoutException>(() => waiting);
        }

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Degraded), (await StatusAsync(), await StatusAsync()));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());

        async Task<HealthStatus> StatusAsync() => (await check.CheckHealthAsync(new HealthCheckContext(), Token)).Status;
    }

    private static DataAccess.Providers.DatabaseProvider Sqlite() => DataAccess.Sqlite.SqliteDatabase.Open(":memory:").Provider;

    private Database Open(FakeProvider? provider = null) => new(provider ?? new FakeProvider(), new DatabaseOptions { Connections = { MaxConnections = 1 } }, time: _time);
}
