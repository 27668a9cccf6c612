using DataAccess;
using DataAccess.Aspire;
using DataAccess.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers a <see cref="Database"/> by the name of its connection, as the client integrations of .NET Aspire do.</summary>
/// <remarks>
/// The connection string comes from <c>ConnectionStrings:name</c>, which Aspire's app host sets for <c>WithReference</c>, or from the settings. The program references the
/// package of its kind of database. Without a connection string the host does not start.
/// </remarks>
public static class DataAccessAspireExtensions
{
    private const string Section = "Aspire:DataAccess";

    /// <summary>Registers the program's <see cref="Database"/> as a singleton, with a health check named <c>database</c>, traces and metrics.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="connectionName">The name of the connection, such as <c>orders</c>.</param>
    /// <param name="configureSettings">Changes the settings, after configuration; null for none.</param>
    /// <param name="configureOptions">Changes the database's options, after configuration; null for none.</param>
    /// <exception cref="InvalidOperationException">There is a database without a key already; use <see cref="AddKeyedDataAccess"/>.</exception>
    public static void AddDataAccess(
        this IHostApplicationBuilder builder, string connectionName, Action<DataAccessSettings>? configureSettings = null, Action<DataAccessOptions>? configureOptions = null)
        => Add(builder, key: null, connectionName, configureSettings, configureOptions);

    /// <summary>Registers a <see cref="Database"/> with the name of its connection as its key, <c>[FromKeyedServices("orders")] Database</c>, with a health check named <c>database_orders</c>, traces and metrics.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="name">The name of the connection, and the database's key.</param>
    /// <param name="configureSettings">Changes the settings, after configuration; null for none.</param>
    /// <param name="configureOptions">Changes the database's options, after configuration; null for none.</param>
    /// <exception cref="InvalidOperationException">There is a database with this key already.</exception>
    public static void AddKeyedDataAccess(
        this IHostApplicationBuilder builder, string name, Action<DataAccessSettings>? configureSettings = null, Action<DataAccessOptions>? configureOptions = null)
        => Add(builder, name, name, configureSettings, configureOptions);

    private static void Add(
        IHostApplicationBuilder builder, string? key, string connectionName, Action<DataAccessSettings>? configureSettings, Action<DataAccessOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DatabaseProvider.ValidateKey(connectionName);
        var shared = builder.Configuration.GetSection(Section);
        var own = shared.GetSection(connectionName);
        var settings = new DataAccessSettings();
        shared.Bind(settings);
        own.Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) is { Length: > 0 } given ? given : settings.ConnectionString;
        configureSettings?.Invoke(settings);

        void Configure(DataAccessOptions options)
        {
            shared.Bind(options);
            own.Bind(options);
            options.Url = string.IsNullOrWhiteSpace(settings.ConnectionString)
                ? throw new InvalidOperationException(
                    $"There is no connection string for the database \"{connectionName}\". Set ConnectionStrings:{connectionName}, {Section}:{connectionName}:ConnectionString or {Section}:ConnectionString.")
                : settings.ConnectionString;
            configureOptions?.Invoke(options);
        }

        _ = key is null ? builder.Services.AddDataAccess(Configure) : builder.Services.AddDataAccess(key, Configure);
        Observe(builder.Services, key, settings);
    }

    private static void Observe(IServiceCollection services, string? key, DataAccessSettings settings)
    {
        if (!settings.DisableHealthChecks)
        {
            // One instance, as it remembers the timeouts that it has seen.
            services.Add(new ServiceDescriptor(
                typeof(DatabaseHealthCheck),
                key,
                (provider, _) => new DatabaseHealthCheck(key is null ? provider.GetRequiredService<Database>() : provider.GetRequiredKeyedService<Database>(key)),
                ServiceLifetime.Singleton));
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                key is null ? "database" : $"database_{key}",
                provider => key is null ? provider.GetRequiredService<DatabaseHealthCheck>() : provider.GetRequiredKeyedService<DatabaseHealthCheck>(key),
                failureStatus: null,
                tags: null));
        }

        if (!settings.DisableTracing)
        {
            services.ConfigureOpenTelemetryTracerProvider(static traces => traces.AddDataAccess());
        }

        if (!settings.DisableMetrics)
        {
            services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddDataAccess());
        }
    }
}
