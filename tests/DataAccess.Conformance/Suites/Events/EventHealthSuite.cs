using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DataAccess.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The health check and the gauges of events.</summary>
public abstract class EventHealthSuite(TestEngine engine) : EventSuite(engine)
{
    [Fact]
    public async Task Subscription_that_nobody_handles_is_degraded_while_it_has_events()
    {
        await using (await StartAsync(static events => events.On<OrderPaid>("s", static (_, _) => default, new() { Partitions = 2 })))
        {
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(static o => o.MaxUnowned = TimeSpan.Zero)).Status);
        }

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(static o => o.MaxUnowned = TimeSpan.Zero)).Status);
        await Db.PublishAsync(new OrderPaid(1, 1m), cancellationToken: Token);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(null)).Status);
        await Db.ExecuteAsync($"update dataaccess_owner set lease_until = {DateTimeOffset.UtcNow.AddMinutes(-6)}", Token);
        var entry = await CheckAsync(null);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("'s' has events to handle", entry.Description, StringComparison.Ordinal);
        Assert.Equal((1L, 0L, 0, 2, 0), (entry.Data["s.ready"], entry.Data["s.dead"], entry.Data["s.owned_partitions"], entry.Data["s.partitions"], entry.Data["s.programs"]));
        Assert.InRange((double)entry.Data["s.unowned_seconds"], 300, 900);

        // What failed while its program ran, and nobody makes ready.
        await Db.ExecuteAsync($"update dataaccess_delivery set state = 2, due = {DateTimeOffset.UtcNow.AddMinutes(-1)}", Token);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(null)).Status);
        await Db.ExecuteAsync($"update dataaccess_delivery set due = {DateTimeOffset.UtcNow.AddHours(1)}", Token);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(null)).Status);
    }

    [Fact]
    public async Task Lag_and_dead_letters_are_degraded_if_asked_for()
    {
        await using var processor = await StartAsync(static events => events.On<OrderPaid>("s", static (_, _) => throw new TimeZoneNotFoundException(), new() { MaxAttempts = 1 }));
        await Db.PublishAsync(new OrderPaid(1, 1m), cancellationToken: Token);
        await UntilHandledAsync(but: [3]);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(static o => o.MaxLag = TimeSpan.FromSeconds(1))).Status);
        var dead = await CheckAsync(static o => o.DeadLetters = true);
        Assert.Equal(HealthStatus.Degraded, dead.Status);
        Assert.Contains("1 dead letter:", dead.Description, StringComparison.Ordinal);

        await processor.StopAsync(Token);
        await Db.PublishAsync(new OrderPaid(2, 1m), cancellationToken: Token);
        await Db.ExecuteAsync($"update dataaccess_event set created = {DateTimeOffset.UtcNow.AddHours(-1)}", Token);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(static o => o.MaxLag = TimeSpan.FromHours(2))).Status);
        var late = await CheckAsync(static o => o.MaxLag = TimeSpan.FromMinutes(10));
        Assert.Equal(HealthStatus.Degraded, late.Status);
        Assert.Contains("the limit is 600 s", late.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_looked_at_is_not_healthy()
    {
        await RunAsync("drop table dataaccess_delivery");
        await StartAndStopAsync();
        var entry = await CheckAsync(null);
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.NotNull(entry.Exception);
        Assert.Throws<InvalidOptionsException>(static () => new ServiceCollection().AddHealthChecks().AddDataAccessEventsCheck(static o => o.MaxUnowned = TimeSpan.FromDays(-1)));
    }

    [Fact]
    public async Task Gauges_tell_what_waits_and_who_owns_while_somebody_listens()
    {
        var isBroken = true;
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            Name, (e, _) => isBroken && e.Body.Order > 0 ? throw new TimeZoneNotFoundException() : default, new() { MaxAttempts = 1, Partitions = 3, AfterDead = AfterDead.StopKey }));
        await Db.PublishManyAsync([new NewEvent<OrderPaid>(new OrderPaid(1, 1m), Key: "k"), new NewEvent<OrderPaid>(new OrderPaid(2, 1m), Key: "k")], Token);
        await Db.PublishAsync(new OrderPaid(3, 1m), due: DateTimeOffset.UtcNow.AddHours(1), cancellationToken: Token);
        await UntilHandledAsync(but: [1, 3, 4]);

        var measured = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, own) =>
            {
                if (instrument.Meter.Name == "DataAccess" && instrument.Name is "dataaccess.events.lag" or "dataaccess.events.waiting" or "dataaccess.events.dead_letters" or "dataaccess.events.owned")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary(static t => t.Key, static t => t.Value as string, StringComparer.Ordinal);
            if (all["dataaccess.events.subscription"] == Name)
            {
                measured[instrument.Name[18..] + (all.GetValueOrDefault("dataaccess.events.state") is { } state ? ":" + state : "")] = value;
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await UntilAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return measured.GetValueOrDefault("dead_letters") > 0 && measured.GetValueOrDefault("owned") >= 3;
            },
            () => string.Join(", ", measured));
        Assert.Equal(
            ["dead_letters=1", "lag=0", "owned=3", "waiting:delayed=1", "waiting:ready=0", "waiting:retrying=0", "waiting:stopped=1"],
            measured.Select(static m => FormattableString.Invariant($"{m.Key}={m.Value}")).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        isBroken = false;
        await processor.StopAsync(Token);
        measured.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(measured);
    }

    /// <summary>Suites of several engines may run in one process, and meters are global.</summary>
    private string Name => "gauged-" + Engine.Name;

    /// <summary>Makes a subscription; its processor reads deliveries in vain.</summary>
    private async Task StartAndStopAsync()
    {
        await using var processor = Db.CreateEventProcessor(static events =>
        {
            events.Options.CreateTables = false;
            events.On<OrderPaid>("s", static (_, _) => default);
        });
        await processor.StartAsync(Token);
    }

    private async Task<HealthReportEntry> CheckAsync(Action<EventHealthOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(Db);
        services.AddHealthChecks().AddDataAccessEventsCheck(configure);

        // The database is the suite's, and not the container's to dispose.
        var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries["events"];
    }
}
