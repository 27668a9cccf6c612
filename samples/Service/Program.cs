using DataAccess;
using Service;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddDataAccess(builder.Configuration.GetSection("DataAccess"));
builder.Services.AddDataAccessMigrations(options => options.Directory = Path.Combine(builder.Environment.ContentRootPath, "migrations"));
builder.Services.AddRepository<ReadingRepository>();
builder.Services.AddHealthChecks().AddDataAccess();
builder.Services.AddHostedService<MetricsLog>();

// One writer for the program. At shutdown the requests end first, then the writer commits what is queued, then the database closes.
builder.Services.AddWriter<Reading>();

var app = builder.Build();
app.MapHealthChecks("/health");

app.MapPost("/readings", async (NewReading posted, BatchingWriter<Reading> writer, CancellationToken ct) =>
{
    var reading = new Reading(Guid.CreateVersion7().ToString(), posted.Sensor, posted.Level);
    try
    {
        await writer.WriteAsync(reading, ct);
        return Results.Created($"/readings/{Uri.EscapeDataString(reading.Sensor)}", reading);
    }
    catch (QueueFullException)
    {
        // The row was not written: the client may send it again later.
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
});

app.MapGet("/readings/{sensor}", async (string sensor, ReadingRepository readings, CancellationToken ct) => await readings.LatestAsync(sensor, ct));

await app.RunAsync();
