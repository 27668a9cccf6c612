using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using Xunit;

namespace DataAccess.Tests;

/// <summary>The conventions of Aspire's client integrations.</summary>
public sealed class AspireTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_connection_string_comes_by_name_and_the_settings_from_both_sections()
    {
        Configure(
            ("ConnectionStrings:orders", "sqlite::memory:"),
            ("Aspire:DataAccess:ConnectionString", "oracle://ignored"),
            ("Aspire:DataAccess:Connections:MaxConnections", "3"),
            ("Aspire:DataAccess:Connections:AcquireTimeout", "00:00:07"),
            ("Aspire:DataAccess:orders:Connections:MaxConnections", "5"));
        _builder.AddDataAccess("orders", configureOptions: static o => o.LogParameterValues = true);
        using var host = _builder.Build();
        await host.StartAsync(Token);

        var options = host.Services.GetRequiredService<IOptions<DataAccessOptions>>().Value;
        Assert.Equal((5, TimeSpan.FromSeconds(7), true), (options.Connections.MaxConnections, options.Connections.AcquireTimeout, options.LogParameterValues));
        Assert.Equal(1, await host.Services.GetRequiredService<Database>().QuerySingleAsync<int>($"select 1", Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Health_and_traces_are_on_and_can_be_switched_off_for_one_database()
    {
        var spans = new List<Activity>();
        Configure(("ConnectionStrings:orders", "sqlite::memory:"), ("Aspire:DataAccess:stats:ConnectionString", "sqlite::memory:"), ("Aspire:DataAccess:stats:DisableHealthChecks", "true"));
        _builder.AddDataAccess("orders");
        _builder.AddKeyedDataAccess("stats");
        _builder.AddKeyedDataAccess("other", static s => s.ConnectionString = "sqlite::memory:");
        _builder.Services.AddLogging().AddOpenTelemetry().WithTracing(t => t.AddInMemoryExporter(spans));
        using var host = _builder.Build();
        await host.StartAsync(Token);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        Assert.Equal(1, await host.Services.GetRequiredKeyedService<Database>("stats").QuerySingleAsync<int>($"select 1 as asked_by_aspire", Token));
        await host.StopAsync(Token);
        host.Services.GetRequiredService<TracerProvider>().Dispose();

        Assert.Equal("database, database_other", string.Join(", ", report.Entries.Select(static e => e.Key).Order(StringComparer.Ordinal)));
        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Contains(spans, static s => ((string?)s.GetTagItem("db.query.text"))?.Contains("asked_by_aspire", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Traces_that_are_disabled_are_not_collected()
    {
        var spans = new List<Activity>();
        Configure(("ConnectionStrings:orders", "sqlite::memory:"), ("Aspire:DataAccess:DisableTracing", "true"));
        _builder.AddDataAccess("orders");
        _builder.Services.AddOpenTelemetry().WithTracing(t => t.AddInMemoryExporter(spans));
        using var host = _builder.Build();
        await host.StartAsync(Token);

        await host.Services.GetRequiredService<Database>().QuerySingleAsync<int>($"select 1", Token);
        await host.StopAsync(Token);

        Assert.Empty(spans);
    }

    [Fact]
    public async Task A_missing_connection_string_stops_the_program_and_says_where_it_was_looked_for()
    {
        _builder.AddDataAccess("orders");
        using var host = _builder.Build();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));

        Assert.Contains("ConnectionStrings:orders, Aspire:DataAccess:orders:ConnectionString or Aspire:DataAccess:ConnectionString", error.Message, StringComparison.Ordinal);
    }

    private void Configure(params (string Key, string Value)[] settings)
        => _builder.Configuration.AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)));
}
