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

var app = builder.Build();
app.UseExceptionHandler();
app.MapHealthChecks("/health");
app.MapDevices();
app.MapReadings();
app.MapSites();
await app.RunAsync();
