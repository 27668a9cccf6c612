using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A web service with databases, repositories and writers from its container, up to its shutdown.</summary>
public abstract class ServiceSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string Schema => $"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()})";

    protected override async ValueTask SetUpAsync() => await RunAsync(Schema);

    [Fact]
    public async Task Two_databases_of_one_program_are_apart()
    {
        var other = await Engine.CreateDatabaseAsync();
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Configuration.AddInMemoryCollection([new("A:Url", ConnectionString), new("B:Url", other)]);
            builder.Services.AddDataAccess("a", builder.Configuration.GetSection("A")).AddDataAccess("b", builder.Configuration.GetSection("B"));
            builder.Services.AddRepository<Readings>("a").AddRepository<Readings>("b").AddWriter<Reading>("b");
            builder.Services.AddHealthChecks().AddDataAccess();
            using var host = builder.Build();
            await host.StartAsync(Token);
            var a = host.Services.GetRequiredKeyedService<Readings>("a");
            var b = host.Services.GetRequiredKeyedService<Readings>("b");

            await host.Services.GetRequiredKeyedService<Database>("b").ExecuteAsync(SqlStatement.Raw(Schema), Token);
            await a.InsertAsync(new Reading { Sequence = 1, Sensor = "a" }, Token);
            await host.Services.GetRequiredKeyedService<BatchingWriter<Reading>>("b").WriteAsync(new Reading { Sequence = 1, Sensor = "b" }, Token);

            Assert.Equal(("a", "b"), ((await a.GetAsync(1, Token))!.Sensor, (await b.GetAsync(1, Token))!.Sensor));
            Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Status);
            await host.StopAsync(Token);
        }
        finally
        {
            await Engine.DropDatabaseAsync(other);
        }
    }

    [Fact]
    public async Task A_request_in_flight_at_shutdown_still_writes_and_is_acked()
    {
        var arrived = new TaskCompletionSource();
        var mayWrite = new TaskCompletionSource();
        await using var app = await StartAsync(async (reading, writer, ct) =>
        {
            arrived.TrySetResult();
            await mayWrite.Task.WaitAsync(ct);
            await writer.WriteAsync(reading, ct);
        });
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        var request = client.PostAsJsonAsync("/readings", new Reading { Sequence = 1, Sensor = "late" }, Token);
        await arrived.Task.WaitAsync(Patience, Token);
        var stopping = app.StopAsync(Token);
        await Task.Delay(100, Token);
        Assert.False(stopping.IsCompleted);
        mayWrite.SetResult();
        var response = await request.WaitAsync(Patience, Token);
        await stopping.WaitAsync(Patience, Token);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal([1L], await StoredAsync());
    }

    [Fact]
    public async Task A_shutdown_under_load_loses_nothing_that_was_acked_or_accepted()
    {
        var acked = new ConcurrentBag<long>();
        var accepted = new ConcurrentBag<long>();
        var next = 0L;
        await using (var app = await StartAsync(async (reading, writer, ct) =>
        {
            await writer.WriteAsync(reading, ct);
            var second = new Reading { Sequence = -reading.Sequence, Sensor = "accepted" };
            await writer.EnqueueAsync(second, ct);
            accepted.Add(second.Sequence);
        }))
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            var callers = Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        var id = Interlocked.Increment(ref next);
                        var response = await client.PostAsJsonAsync("/readings", new Reading { Sequence = id, Sensor = "roof" }, Token);
                        response.EnsureSuccessStatusCode();
                        acked.Add(id);
                    }
                }
                catch (HttpRequestException)
                {
                    // The server accepts no more requests.
                }
            })).ToList();
            while (acked.Count < 200)
            {
                await Task.Delay(1, Token);
            }

            await app.StopAsync(Token).WaitAsync(Patience, Token);
            await Task.WhenAll(callers).WaitAsync(Patience, Token);
            Assert.Equal(0, app.Services.GetRequiredService<BatchingWriter<Reading>>().Statistics.Queued);
        }

        var stored = await StoredAsync();
        Assert.Empty(acked.Except(stored));
        Assert.Empty(accepted.Except(stored));
        Assert.Equal(stored.Count, stored.Distinct().Count());
    }

    private async Task<WebApplication> StartAsync(Func<Reading, BatchingWriter<Reading>, CancellationToken, Task> handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        builder.Services.AddDataAccess(o => o.Url = ConnectionString);
        builder.Services.AddWriter<Reading>();
        var app = builder.Build();
        app.MapPost("/readings", async context =>
        {
            var reading = await context.Request.ReadFromJsonAsync<Reading>(context.RequestAborted);
            await handle(reading!, context.RequestServices.GetRequiredService<BatchingWriter<Reading>>(), context.RequestAborted);
        });
        await app.StartAsync(Token);
        return app;
    }

    private async Task<IReadOnlyList<long>> StoredAsync() => await Db.QueryAsync<long>($"select sequence from readings", Token);

    private sealed class Readings(Database db) : Repository<Reading, long>(db);
}
