using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DataAccess.ServiceLoad.Peers;

/// <summary>The routes of the sample over a peer.</summary>
internal static class PeerService
{
    public const string NoDatabase = "no-database";

    /// <summary>The peers by their names on the command line.</summary>
    public static readonly string[] Names = ["dapper", "dapper-tuned", "ef-core", NoDatabase];

    public static async Task RunAsync(string name, string connectionString, string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        AddPeer(builder.Services, name, connectionString);

        // What the sample has too: traces and metrics of its driver, health, problem details.
        builder.Services.AddOpenTelemetry().WithTracing(static traces => traces.AddSource("Npgsql")).WithMetrics(static metrics => metrics.AddMeter("Npgsql"));
        builder.Services.AddHealthChecks();
        builder.Services.AddProblemDetails();
        builder.Services.AddValidation();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapHealthChecks("/health");
        Map(app);
        await app.RunAsync();
    }

    private static void AddPeer(IServiceCollection services, string name, string connectionString)
    {
        switch (name)
        {
            case "dapper":
                services.AddSingleton<IPeer>(new DapperPeer(NpgsqlDataSource.Create(connectionString)));
                break;
            case "dapper-tuned":
                // The best fixed pool for such a machine, and the driver prepares what it sees twice.
                var tuned = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 12, MaxAutoPrepare = 20, AutoPrepareMinUsages = 2, NoResetOnClose = true };
                services.AddSingleton<IPeer>(new DapperPeer(NpgsqlDataSource.Create(tuned.ConnectionString)));
                break;
            case NoDatabase:
                services.AddSingleton<IPeer, NoDatabasePeer>();
                break;
            default:
                services.AddPooledDbContextFactory<PeerContext>(options => options.UseNpgsql(connectionString));
                services.AddSingleton<IPeer, EfCorePeer>();
                break;
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/devices/{serial}", static async (string serial, IPeer peer, CancellationToken ct) => await peer.GetDeviceAsync(serial, ct) is { } device ? Results.Ok(device) : Results.NotFound());
        app.MapPut("/devices/{serial}", static async (string serial, PeerDeviceBody body, IPeer peer, HttpContext http, CancellationToken ct) =>
        {
            var version = long.Parse(http.Request.Headers.IfMatch.ToString().Trim('"'), System.Globalization.CultureInfo.InvariantCulture);
            var next = await peer.UpdateDeviceAsync(new PeerDevice(serial, body.Name, body.Site, body.Enabled, version), ct);
            http.Response.Headers.ETag = $"\"{next}\"";
            return next is null ? Results.StatusCode(StatusCodes.Status412PreconditionFailed) : Results.NoContent();
        });
        app.MapPost("/readings", static async (PeerNewReading posted, IPeer peer, CancellationToken ct) =>
        {
            var reading = posted.ToRow();
            await peer.InsertReadingAsync(reading, ct);
            return Results.Created($"/readings?device={reading.Device}", reading);
        });
        app.MapPost("/readings/batch", static async (PeerNewReading[] posted, IPeer peer, CancellationToken ct) =>
        {
            await peer.InsertReadingsAsync([.. posted.Select(static reading => reading.ToRow())], ct);
            return Results.Ok(new { Stored = posted.Length, Failed = Array.Empty<string>() });
        });
        app.MapGet("/readings", static async (string device, int size, IPeer peer, CancellationToken ct) =>
        {
            var rows = await peer.ListReadingsAsync(device, size, ct);
            var items = rows.Take(size).ToList();
            return new PeerPage(items, rows.Count > size, items.Count == 0 ? null : items[^1]);
        });
        app.MapGet("/sites/report", static async (IPeer peer, CancellationToken ct) => await peer.ReportAsync(ct));
        app.MapPost("/sites/transfer", static async Task<Results<NoContent, Conflict>> (PeerTransfer transfer, IPeer peer, CancellationToken ct)
            => await peer.TransferAsync(transfer, ct) ? TypedResults.NoContent() : TypedResults.Conflict());
    }
}
