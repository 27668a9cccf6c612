using System.Text.Json.Serialization;
using Service.Devices;
using Service.Readings;
using Service.Sites;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddDataAccess(builder.Configuration.GetSection("DataAccess"));

// Applied before the server listens. Of several instances that start together one applies them, and the others wait.
builder.Services.AddDataAccessMigrations(options => options.Directory = Path.Combine(builder.Environment.ContentRootPath, "migrations"));
builder.Services.AddRepository<DeviceRepository>();
builder.Services.AddRepository<ReadingRepository>();
builder.Services.AddRepository<SiteRepository>();

// One writer for the program. At shutdown the requests end first, then the writer commits what is queued, then the database closes.
builder.Services.AddWriter<Reading>();
builder.Services.AddHealthChecks().AddDataAccess();

// An exporter is a line more, such as UseOtlpExporter() of OpenTelemetry.Exporter.OpenTelemetryProtocol.
builder.Services.AddOpenTelemetry().WithTracing(traces => traces.AddDataAccess()).WithMetrics(metrics => metrics.AddDataAccess());
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddProblemDetails();
builder.Services.AddValidation();

// Another program may have stored an infinite level: it is answered as "Infinity", as JSON has no such number. The validation rejects one that is sent.
builder.Services.ConfigureHttpJsonOptions(static options => options.SerializerOptions.NumberHandling |= JsonNumberHandling.AllowNamedFloatingPointLiterals);

var app = builder.Build();

// What cannot be read, such as size=abc, is the client's error in every environment.
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    StatusCodeSelector = static exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
});
app.MapHealthChecks("/health");
app.MapDevices();
app.MapReadings();
app.MapSites();
await app.RunAsync();
