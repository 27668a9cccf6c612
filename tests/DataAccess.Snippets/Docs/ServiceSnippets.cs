using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/services.md, and of the pages of the packages for OpenTelemetry and Aspire.</summary>
internal static class ServiceSnippets
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDataAccess(builder.Configuration.GetSection("DataAccess"));    // Database
        builder.Services.AddDataAccessMigrations();                                        // applied before the server listens
        builder.Services.AddRepository<ReadingRepository>();
        builder.Services.AddWriter<Reading>();                                             // BatchingWriter<Reading>, drained at shutdown
        builder.Services.AddHealthChecks().AddDataAccess();
        builder.Services.AddOpenTelemetry().WithTracing(traces => traces.AddDataAccess()).WithMetrics(metrics => metrics.AddDataAccess());

        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/readings/{id}", async (long id, ReadingRepository readings, CancellationToken ct) => await readings.GetAsync(id, ct));
        app.MapPost("/readings", async (Reading reading, BatchingWriter<Reading> writer, CancellationToken ct) => await writer.WriteAsync(reading, ct));
        await app.RunAsync();
    }

    public static void AddSeveral(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataAccess("orders", configuration.GetSection("Orders"));
        services.AddPostgreSqlDataAccess("stats", "postgres://app@db/stats", options => options.Connections.AcquireTimeout = TimeSpan.FromSeconds(5));
        services.AddDataAccessMigrations("orders");                                             // from migrations/orders
        services.AddDataAccessMigrations("stats", options => options.Directory = "sql/stats");
        services.AddRepository<OrderRepository>("orders");                                      // its constructor gets the database "orders"
        services.AddRepository<IReadings, ReadingRepository>("stats");
        services.AddWriter<Reading>("stats", options => options.ExactlyOnce = true);
    }

    public static void ConfigureWriter(IServiceCollection services, IConfiguration configuration)
    {
        services.AddWriter<Reading>();
        services.Configure<BatchingWriterOptions<Reading>>(configuration.GetSection("Writer"));
        services.AddOptions<BatchingWriterOptions<Reading>>().Configure<FailedReadings>(
            (options, failed) => options.DeadLetter = (row, ct) => failed.StoreAsync(row, ct));
    }

    public static void AddHealth(IServiceCollection services)
    {
        services.AddHealthChecks().AddDataAccess(tags: ["ready"], timeout: TimeSpan.FromSeconds(10));    // every database
        services.AddHealthChecks().AddDataAccess("stats", failureStatus: HealthStatus.Degraded);         // one, which the program can do without
    }

    public static void Replace(IServiceCollection services)
    {
        services.RemoveAll<Database>();
        services.AddSqliteDataAccess(":memory:");
    }

    public static void AddAspire(IHostApplicationBuilder builder)
    {
        builder.AddDataAccess("orders");             // Database
        builder.AddKeyedDataAccess("stats");         // [FromKeyedServices("stats")] Database
    }

    public static void Export(IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddDataAccess())
            .WithMetrics(metrics => metrics.AddDataAccess());
    }

    internal sealed class Billing([FromKeyedServices("orders")] Database orders, [FromKeyedServices("stats")] BatchingWriter<Reading> writer)
    {
        public Database Orders => orders;

        public BatchingWriter<Reading> Writer => writer;
    }

    internal interface IReadings;

    internal sealed class ReadingRepository(DatabaseSession session) : Repository<Reading, long>(session), IReadings;

    internal sealed class OrderRepository(DatabaseSession session) : Repository<Order, long>(session);

    [Row]
    internal sealed record Order([property: System.ComponentModel.DataAnnotations.Key] long Id, string Customer);

    internal abstract class FailedReadings
    {
        public abstract ValueTask StoreAsync(FailedRow<Reading> row, CancellationToken ct);
    }
}
